import { parseTomlKey } from '@staticfire/analyze/settings';
import { isUnreadable, type PartialObject, type Unreadable } from '@staticfire/facts';
import { configPath, containerdValues } from '../containerd-config/containerd-files.ts';
import { defineDerivation } from '../derivation.ts';
import { type ValueMap, valuesOf } from '../rendered-files/document-values.ts';
import { partialValue } from '../rendered-files/partial-value.ts';
import { openRendering, type Rendering, renderingNeeds } from '../rendered-files/rendering-needs.ts';
import { cniConfig } from './cni-config.schema.ts';

export const deriveCniConfig = defineDerivation({
  fact: cniConfig,
  needs: renderingNeeds,
  derive(states, userData, file): PartialObject | Unreadable | undefined {
    const rendering = openRendering(states, userData, file);
    if (isUnreadable(rendering)) return rendering;
    const config = containerdValues(rendering, configPath(states.units));
    if (config === undefined || isUnreadable(config)) return config;
    const [binDir, confDir] = [folderOf(config, 'bin_dir'), folderOf(config, 'conf_dir')];
    if (binDir === undefined && confDir === undefined) return undefined;
    const configurations = confDir === undefined || isUnreadable(confDir) ? confDir : configurationsIn(confDir.path, rendering);
    return partialValue({ binDir, confDir, configurations });
  },
});

interface Folder {
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

/** `cni.bin_dir` of the CRI plugin, whatever the release calls it. */
function folderOf(config: ValueMap, name: string): Folder | Unreadable | undefined {
  const found = Object.entries(config).find(([key]) => {
    const steps = parseTomlKey(key) ?? [];
    return steps[0] === 'plugins' && steps.at(-2) === 'cni' && steps.at(-1) === name;
  })?.[1];
  if (found === undefined || isUnreadable(found)) return found;
  return { path: found.value ?? '', file: found.file, line: found.line };
}

function configurationsIn(folder: string, { files, templates }: Rendering): readonly object[] {
  const found = files.filter(({ path }) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'));
  return found.map(({ path, template }) => {
    const values = valuesOf(templates.render(template), 'json');
    return isUnreadable(values) ? values : { path, template, values };
  });
}
