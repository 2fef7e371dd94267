import type { UnitSetting } from '../settings/unit-setting.ts';
import { parseBoolean } from '../values/boolean.ts';
import { parseExecLine } from '../values/exec-command.ts';
import { expandSpecifiers, type SpecifierUnit } from '../values/specifiers.ts';
import { readUnitPath } from '../values/unit-path-value.ts';
import { isUserOrGroup } from '../values/user-name.ts';
import { escapedWords } from '../values/words.ts';

type Check = (value: string, unit: SpecifierUnit) => string | undefined;

const checkPath: Check = (value, unit) => (readUnitPath(value, unit) === undefined ? `${value} is no absolute path` : undefined);
const checkUser: Check = (value, unit) => {
  const text = expandSpecifiers(value, unit)?.text;
  return text !== undefined && isUserOrGroup(text) ? undefined : `${value} is no user or group`;
};

/** Settings with values that make systemd refuse the whole unit; of all others a bad value is as good as none. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost', 'ExecReload', 'ExecStop', 'ExecStopPre', 'ExecStopPost'].map((key): [string, Check] => [
    key,
    (value, unit) => parseExecLine(value, unit).fatal,
  ]),
  ...['User', 'Group', 'SocketUser', 'SocketGroup'].map((key): [string, Check] => [key, checkUser]),
  ...['RootDirectory', 'RootImage', 'RootVerity'].map((key): [string, Check] => [key, checkPath]),
  ['SupplementaryGroups', checkGroups],
  ['WorkingDirectory', (value, unit) => (value.startsWith('-') || value === '~' ? undefined : checkPath(value, unit))],
  ['DynamicUser', (value) => (parseBoolean(value) === undefined ? `${value} is no boolean` : undefined)],
]);
const SECTIONS = new Set(['Service', 'Socket', 'Mount', 'Swap']);

/** Why systemd refuses a unit because of this assignment; it does not → undefined. */
export function fatalReason({ section, key, value }: UnitSetting, unit: SpecifierUnit): string | undefined {
  // Of lists and names an empty value is none; of this boolean it is a bad one.
  if (!SECTIONS.has(section) || (value === '' && key !== 'DynamicUser')) return undefined;
  const reason = CHECKS.get(key)?.(value, unit);
  return reason === undefined ? undefined : `${key}=: ${reason}`;
}

function checkGroups(value: string, unit: SpecifierUnit): string | undefined {
  const { words, complete } = escapedWords(value);
  return complete ? words.map((word) => checkUser(word, unit)).find((reason) => reason !== undefined) : 'a backslash at the end';
}
