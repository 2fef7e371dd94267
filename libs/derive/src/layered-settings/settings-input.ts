import { type LayeredSetting, parseTomlKey, type ResolvedSettings, resolveSettings, type UserData } from '@staticfire/analyze/settings';
import {
  array,
  type FactState,
  type Failure,
  type Infer,
  integer,
  isUnreadable,
  list,
  object,
  oneOf,
  optional,
  string,
  type Unreadable,
} from '@staticfire/facts';
import { needState } from '../derivation.ts';

const setting = object({
  file: string(''),
  line: integer(''),
  key: string(''),
  type: oneOf(['string', 'integer', 'float', 'boolean', 'date', 'array', 'table'], ''),
  value: optional(string('')),
});
const defaultsSchema = object({ files: array(object({ path: string('') }), ''), settings: list(setting, '') });
const tmpfilesSchema = object({
  files: list(object({ path: string(''), name: string(''), overriddenBy: optional(string('')) }), ''),
  entries: list(object({ file: string(''), kind: string(''), type: string(''), path: string(''), argument: optional(string('')) }), ''),
});

type Defaults = Infer<typeof defaultsSchema>;
type Tmpfiles = Infer<typeof tmpfilesSchema>;

/** What a derivation needs to know all settings of a node. */
export const settingsNeeds = { defaults: needState('settings.defaults', defaultsSchema), tmpfiles: needState('tmpfiles.files', tmpfilesSchema) };

export interface SettingsStates {
  readonly defaults: FactState<Defaults>;
  readonly tmpfiles: FactState<Tmpfiles>;
}

/** Storewolf reads this one file; tmpfiles.d makes it a link to one in /usr/share/storewolf. */
const DEFAULTS_LINK = '/etc/storewolf/defaults.toml';

/** The settings of a node, or why they are not known. No defaults and no user data → undefined. */
export function readSettingsInput(states: SettingsStates, userData: UserData | undefined): ResolvedSettings | Unreadable | undefined {
  const defaults = readDefaultsInput(states);
  if (defaults === undefined) return userData === undefined ? undefined : resolveSettings([], userData.settings);
  return isUnreadable(defaults) ? defaults : resolveSettings(defaults, userData?.settings);
}

/** Every value of the file of defaults that counts, also those beside the settings. */
export function readDefaultsInput({ defaults, tmpfiles }: SettingsStates): readonly LayeredSetting[] | Unreadable | undefined {
  if (defaults.state === 'unreadable') return { $unreadable: defaults.error };
  if (defaults.state === 'absent') return undefined;
  const file = chooseFile(defaults.value, tmpfiles);
  if (isUnreadable(file)) return file;
  const damaged = defaults.value.settings.find((each): each is Unreadable => isUnreadable(each) && mayBelongTo(each.$unreadable, file, defaults.value));
  return damaged ?? layersOf(defaults.value, file);
}

/** A failure that names another file than the one that counts is no concern of it. */
function mayBelongTo({ structure }: Failure, file: string, { files }: Defaults): boolean {
  return structure === file || !structure.startsWith('/') || files.every(({ path }) => path !== file);
}

function chooseFile({ files, settings }: Defaults, tmpfiles: FactState<Tmpfiles>): string | Unreadable {
  const target = tmpfiles.state === 'present' ? linkTarget(tmpfiles.value) : undefined;
  if (target !== undefined) return linkedFile(files, target);
  const damaged = settings.find(isUnreadable);
  if (damaged !== undefined) return damaged;
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return only.path;
  const message = only === undefined ? 'none of the files could be read' : `there are ${files.length} files, and no link of tmpfiles.d tells which one counts`;
  return unknownFile(message);
}

/** The first line for the path counts, in files by name; of files of one name the first folder's (tmpfiles.d(5)). */
function linkTarget({ files, entries }: Tmpfiles): string | undefined {
  const names = new Map(files.flatMap((file) => (isUnreadable(file) || file.overriddenBy !== undefined ? [] : [[file.path, file.name] as const])));
  const lines = entries.flatMap((entry) => {
    const name = isUnreadable(entry) || entry.kind !== 'item' || entry.path !== DEFAULTS_LINK || !'LC'.includes(entry.type) ? undefined : names.get(entry.file);
    return name === undefined || isUnreadable(entry) ? [] : [{ name, target: entry.argument }];
  });
  return lines.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))[0]?.target;
}

function linkedFile(files: Defaults['files'], target: string): string | Unreadable {
  return files.some(({ path }) => path === target) ? target : unknownFile(`it leads to ${target}, which was not read`);
}

function unknownFile(message: string): Unreadable {
  return { $unreadable: { kind: 'unsupported', structure: DEFAULTS_LINK, message } };
}

function layersOf({ settings }: Defaults, file: string): LayeredSetting[] {
  return settings.flatMap((each) => {
    if (isUnreadable(each) || each.file !== file) return [];
    const { key, line, type, value } = each;
    const path = parseTomlKey(key);
    return path === undefined ? [] : [{ path, type, layer: 'defaults' as const, file, line, ...(value === undefined ? {} : { value }) }];
  });
}
