import { isUnreadable, type PartialObject, type Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import type { ConfigurationFile } from '../rendered-files/configuration-files.ts';
import { partialValue } from '../rendered-files/partial-value.ts';
import { openRendering, type Rendering, renderingNeeds } from '../rendered-files/rendering-needs.ts';
import { dropInsOf } from '../rendered-files/unit-drop-ins.ts';
import { environmentFiles, unitEnvironment } from '../rendered-files/unit-environment.ts';
import { findUnit, type KnownUnit, type UnitsState } from '../rendered-files/unit-input.ts';
import { summarizeUnit, tellWritten } from '../rendered-files/written-file.ts';
import { ecsAgent } from './ecs-agent.schema.ts';

const UNIT = 'ecs.service';

export const deriveEcsAgent = defineDerivation({
  fact: ecsAgent,
  needs: renderingNeeds,
  derive({ units, ...states }, userData, file): PartialObject | Unreadable | undefined {
    const unit = findUnit(units, UNIT);
    const rendering = openRendering({ units, ...states }, userData, file);
    if (isUnreadable(rendering)) return unit === undefined ? undefined : rendering;
    if (unit !== undefined) return describe(unit, units, rendering);
    const isWritten = dropInsOf(UNIT, rendering.files).length > 0;
    return isWritten && units.state === 'unreadable' ? { $unreadable: units.error } : undefined;
  },
});

function describe(unit: KnownUnit, units: UnitsState, rendering: Rendering): PartialObject {
  const paths = new Set(environmentFiles(unit));
  const written: readonly ConfigurationFile[] = [...dropInsOf(UNIT, rendering.files), ...rendering.files.filter(({ path }) => paths.has(path))];
  return partialValue({
    unit: summarizeUnit(unit),
    environment: unitEnvironment(unit, rendering),
    files: written.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((each) => tellWritten(each, units)),
  });
}
