import { mayAlias, parseUnitName, type UnitName, withInstance } from '../names/unit-name.ts';
import type { SettingsReader } from '../settings/read-settings.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { escapedWords, quotedWords } from '../values/words.ts';

/** A word of [Install], with where it stands. */
export interface InstallWord {
  readonly text: string;
  readonly path: string;
  readonly line: number;
}

/** What [Install] of a file and drop-ins says (systemd.unit(5)). */
export interface InstallSection {
  readonly aliases: readonly InstallWord[];
  readonly wantedBy: readonly InstallWord[];
  readonly requiredBy: readonly InstallWord[];
  /** Of 254 and later. */
  readonly upheldBy: readonly InstallWord[];
  readonly also: readonly InstallWord[];
  readonly defaultInstance?: string;
}

export const NO_INSTALL: InstallSection = { aliases: [], wantedBy: [], requiredBy: [], upheldBy: [], also: [] };

const LISTS = new Map<string, 'aliases' | 'wantedBy' | 'requiredBy' | 'upheldBy'>([
  ['Alias', 'aliases'],
  ['WantedBy', 'wantedBy'],
  ['RequiredBy', 'requiredBy'],
  ['UpheldBy', 'upheldBy'],
]);

/** Adds what one more file says; a file that systemd cannot read, an Also= that names no unit, or a DefaultInstance= that no name can have → undefined. */
export function addInstall(before: InstallSection, path: string, name: UnitName, reader: SettingsReader, release: number): InstallSection | undefined {
  const file = reader.read(path, name.type);
  if (file.end !== undefined) return undefined;
  let section = before;
  for (const { section: header, key, value, line } of file.settings) {
    if (header !== 'Install') continue;
    const next = addSetting(section, { key, value, path, line }, name, release);
    if (next === undefined) return undefined;
    section = next;
  }
  return section;
}

function addSetting(
  section: InstallSection,
  { key, value, path, line }: { readonly key: string; readonly value: string; readonly path: string; readonly line: number },
  name: UnitName,
  release: number,
): InstallSection | undefined {
  const place = (text: string): InstallWord => ({ text, path, line });
  if (key === 'DefaultInstance') return withDefault(section, value, name);
  if (key === 'Also') {
    const names = escapedWords(value).words.map((word) => installName(word, name, section.defaultInstance));
    if (names.some((word) => word === undefined || parseUnitName(word) === undefined)) return undefined;
    return { ...section, also: [...section.also, ...names.map((word) => place(word!))] };
  }
  const list = LISTS.get(key);
  const counts = list !== undefined && (list !== 'aliases' || mayAlias(name.type)) && (list !== 'upheldBy' || release >= 254);
  if (!counts) return section;
  return { ...section, [list]: value === '' ? [] : [...section[list], ...quotedWords(value, 'kept').words.map(place)] };
}

/** Of templates alone. */
function withDefault(section: InstallSection, value: string, name: UnitName): InstallSection | undefined {
  const instance = name.kind === 'template' ? installName(value, name, section.defaultInstance) : undefined;
  if (instance === undefined) return section;
  if (instance !== '' && withInstance(name, instance) === undefined) return undefined;
  const { defaultInstance: _, ...rest } = section;
  return instance === '' ? rest : { ...rest, defaultInstance: instance };
}

/** Specifiers of [Install] stand for the default instance where a template has one; those that only the node decides stay. */
export function installName(text: string, name: UnitName, defaultInstance: string | undefined): string | undefined {
  const instance = name.kind === 'template' && defaultInstance !== undefined ? withInstance(name, defaultInstance) : undefined;
  return expandSpecifiers(text, { name: parseUnitName(instance ?? name.name)! }, 'unit-name')?.text;
}
