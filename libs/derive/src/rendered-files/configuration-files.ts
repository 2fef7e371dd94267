import type { LayeredSetting } from '@staticfire/analyze/settings';

/** A file that the node writes from a template before it starts what the file is for (Bottlerocket's thar-be-settings). */
export interface ConfigurationFile {
  readonly name: string;
  /** Where it is written. */
  readonly path: string;
  readonly template: string;
  /** Octal digits. */
  readonly mode: string;
  /** Where the mode stands; where it is not given, the path. */
  readonly file: string;
  readonly line: number;
}

/** thar-be-settings writes files with this mode when the defaults give none. */
const DEFAULT_MODE = '0644';
const TABLE = 'configuration-files';

/** Files of `[configuration-files.*]` that one of `[services.*]` has written, by name. */
export function configurationFiles(defaults: readonly LayeredSetting[]): readonly ConfigurationFile[] {
  const written = new Set(defaults.flatMap(({ path, value }) => (path[0] === 'services' && path[2] === TABLE ? [value] : [])));
  const fields = new Map<string, Map<unknown, LayeredSetting>>();
  for (const setting of defaults) {
    const [table, name, key] = setting.path;
    if (table !== TABLE || typeof name !== 'string' || setting.path.length !== 3 || !written.has(name)) continue;
    fields.set(name, (fields.get(name) ?? new Map<unknown, LayeredSetting>()).set(key, setting));
  }
  return [...fields].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, own]) => describe(name, own) ?? []);
}

function describe(name: string, fields: ReadonlyMap<unknown, LayeredSetting>): ConfigurationFile | undefined {
  const [path, template, mode] = [fields.get('path'), fields.get('template-path'), fields.get('mode')];
  if (path?.value === undefined || template?.value === undefined) return undefined;
  const { file, line } = mode ?? path;
  return { name, path: path.value, template: template.value, mode: octal(mode?.value ?? DEFAULT_MODE), file, line };
}

/** `0600` and `600` are the same; what is no mode stays. */
function octal(mode: string): string {
  return /^[0-7]{3,4}$/.test(mode) ? mode.padStart(4, '0') : mode;
}
