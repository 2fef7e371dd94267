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
  const names = [...new Set(defaults.flatMap(({ path }) => (path[0] === TABLE && typeof path[1] === 'string' ? [path[1]] : [])))].sort();
  return names.filter((name) => written.has(name)).flatMap((name) => describe(name, defaults) ?? []);
}

function describe(name: string, defaults: readonly LayeredSetting[]): ConfigurationFile | undefined {
  const find = (key: string) => defaults.find(({ path }) => path.length === 3 && path[0] === TABLE && path[1] === name && path[2] === key);
  const [path, template, mode] = [find('path'), find('template-path'), find('mode')];
  if (path?.value === undefined || template?.value === undefined) return undefined;
  const place = mode ?? path;
  return { name, path: path.value, template: template.value, mode: octal(mode?.value ?? DEFAULT_MODE), file: place.file, line: place.line };
}

/** `0600` and `600` are the same; what is no mode stays. */
function octal(mode: string): string {
  return /^[0-7]{3,4}$/.test(mode) ? mode.padStart(4, '0') : mode;
}
