import { lastValid, type UnitSetting } from '../settings/unit-setting.ts';

const TRUE = new Set(['1', 'yes', 'y', 'true', 't', 'on']);
const FALSE = new Set(['0', 'no', 'n', 'false', 'f', 'off']);

/** A boolean as systemd reads it (src/basic/parse-util.c, `parse_boolean`); anything else → undefined. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}

/** A setting that is a boolean; not set, or never to one → `otherwise`. */
export function booleanOf(settings: readonly UnitSetting[], section: string, key: string, otherwise = false): boolean {
  return lastValid(settings, section, key, parseBoolean) ?? otherwise;
}
