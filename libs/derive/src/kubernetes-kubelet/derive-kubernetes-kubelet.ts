import { isUnreadable, type PartialObject, type Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { partialValue } from '../rendered-files/partial-value.ts';
import { openRendering, type Rendering, renderingNeeds } from '../rendered-files/rendering-needs.ts';
import { findUnit, type KnownUnit, type UnitsState } from '../rendered-files/unit-input.ts';
import { summarizeUnit, tellWritten } from '../rendered-files/written-file.ts';
import { clientCaOf } from './client-ca.ts';
import { KUBELET_UNIT, kubeletCommand } from './kubelet-command.ts';
import { kubeletElsewhere } from './kubelet-elsewhere.ts';
import { CommandVariables } from './kubelet-environment.ts';
import { documentOf, filesByCommand, filesByConfig, type KubeletFile } from './kubelet-files.ts';
import { flagsOf, programOf } from './kubelet-flags.ts';
import { kubeletVersion, versionNeeds } from './kubelet-version.ts';
import { kubernetesKubelet } from './kubernetes-kubelet.schema.ts';

export const deriveKubernetesKubelet = defineDerivation({
  fact: kubernetesKubelet,
  needs: { ...renderingNeeds, ...versionNeeds },
  derive({ inventory, programs, ...states }, userData, file): PartialObject | Unreadable | undefined {
    const { units } = states;
    const rendering = openRendering(states, userData, file);
    const unit = findUnit(units, KUBELET_UNIT);
    const elsewhere = unit?.loadState === 'loaded' ? undefined : kubeletElsewhere(units);
    if (elsewhere !== undefined) return elsewhere;
    if (isUnreadable(rendering)) return mayHaveKubelet(units) ? rendering : undefined;
    const described = describe(unit, units, rendering);
    return described && partialValue({ ...described, version: kubeletVersion({ inventory, programs }) });
  },
});

/** Neither a unit nor a file that a node writes for it → undefined. */
function describe(unit: KnownUnit | undefined, units: UnitsState, rendering: Rendering): Readonly<Record<string, unknown>> | undefined {
  const command = unit && kubeletCommand(unit, rendering);
  const flags = unit && flagsOf(command, new CommandVariables(unit, rendering));
  const byCommand = filesByCommand(unit, flags, rendering);
  if (unit === undefined && !byCommand.some((each) => 'configuration' in each)) return undefined;
  const config = documentOf(byCommand, 'config', rendering);
  const files = [...byCommand, ...filesByConfig(flags, config, rendering)];
  const unreadUnits = units.state === 'unreadable' ? { $unreadable: units.error } : undefined;
  return {
    unit: unit === undefined ? unreadUnits : summarizeUnit(unit),
    program: unit === undefined ? unreadUnits : programOf(command),
    flags: unit === undefined ? unreadUnits : flags,
    config,
    kubeconfig: documentOf(files, 'kubeconfig', rendering),
    bootstrapKubeconfig: documentOf(files, 'bootstrap-kubeconfig', rendering),
    credentialProvider: documentOf(files, 'credential-provider', rendering),
    clientCa: clientCaOf(files, rendering),
    files: files.flatMap((each) => tellFile(each, units)),
  };
}

function tellFile(each: KubeletFile, units: UnitsState): readonly (object | Unreadable)[] {
  if ('unknown' in each) return [each.unknown];
  if (!('configuration' in each)) return [];
  return [{ role: each.role, ...tellWritten(each.configuration, units) }];
}

function mayHaveKubelet(units: UnitsState): boolean {
  return units.state === 'unreadable' || findUnit(units, KUBELET_UNIT) !== undefined;
}
