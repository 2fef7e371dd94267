import { parseTomlKey } from '@staticfire/analyze/settings';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { ConfigurationFile } from '../rendered-files/configuration-files.ts';
import { type ValueMap, valuesOf } from '../rendered-files/document-values.ts';
import type { Rendering } from '../rendered-files/rendering-needs.ts';
import { findUnit, type UnitsState } from '../rendered-files/unit-input.ts';

export const CONTAINERD_UNIT = 'containerd.service';

/** Where containerd looks when its command line does not say. */
const DEFAULT_PATH = '/etc/containerd/config.toml';

/** The file that containerd reads, by the last command of its unit. */
export function configPath(units: UnitsState): string {
  const settings = findUnit(units, CONTAINERD_UNIT)?.settings ?? [];
  const command = settings.findLast(({ section, key, value }) => section === 'Service' && key === 'ExecStart' && value !== '');
  return /(?:^|\s)(?:--config|-c)[ =](\S+)/.exec(command?.value ?? '')?.[1] ?? DEFAULT_PATH;
}

/** What a node writes there; undefined when it writes nothing. */
export function containerdValues({ files, templates }: Rendering, path: string): ValueMap | Unreadable | undefined {
  const file = files.find((each) => each.path === path);
  return file && valuesOf(templates.render(file.template), 'toml');
}

/** Files that a node writes and `imports` names, by path. A pattern matches in the last name alone. */
export function importedFiles(values: ValueMap, { files }: Rendering): readonly ConfigurationFile[] {
  const imports = values['imports'];
  const patterns = imports === undefined || isUnreadable(imports) ? [] : (imports.items ?? []);
  const found = files.filter(({ path }) => patterns.some((pattern) => matches(pattern, path)));
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The specification that containers of the default runtime start from; undefined when there is none. */
export function baseSpecPath(values: ValueMap): string | Unreadable | undefined {
  for (const [key, value] of Object.entries(values)) {
    const steps = parseTomlKey(key) ?? [];
    if (steps.at(-1) !== 'default_runtime_name' || steps.at(-2) !== 'containerd') continue;
    if (isUnreadable(value)) return value;
    const wanted = [...steps.slice(0, -1), 'runtimes', value.value, 'base_runtime_spec'];
    const spec = Object.entries(values).find(([other]) => JSON.stringify(parseTomlKey(other)) === JSON.stringify(wanted))?.[1];
    return spec === undefined || isUnreadable(spec) ? spec : spec.value;
  }
  return undefined;
}

function matches(pattern: string, path: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === path;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const middle = path.slice(before.length, path.length - after.length);
  return path.length >= before.length + after.length && path.startsWith(before) && path.endsWith(after) && !middle.includes('/');
}
