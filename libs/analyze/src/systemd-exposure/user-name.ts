const MAX_ID = 4294967294;
/** 16-bit -1 (systemd src/basic/user-util.h, `uid_is_valid`). */
const OLD_INVALID_ID = 65535;
const STRICT = /^[A-Za-z_][A-Za-z0-9_-]{0,30}$/;

/** Names that User=, Group= and SupplementaryGroups= take, and ids (systemd src/basic/user-util.c, `valid_user_group_name` in its relaxed form). */
export function isUserOrId(text: string): boolean {
  if (/^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text) <= MAX_ID && Number(text) !== OLD_INVALID_ID;
  if (text === '' || text === '.' || text === '..') return false;
  return text.isWellFormed() && !/^ | $|[\x00-\x1f\x7f:/]|^-?[0-9]*$/.test(text);
}

/** The user of DynamicUser= without User=: named after the unit where its name allows, else by a hash of it (src/core/unit.c, `user_from_unit_name`). */
export function dynamicUserOf(unit: string): string {
  const [prefix = ''] = unit.replace(/\.[^.]*$/, '').split('@');
  return STRICT.test(prefix) ? prefix : '_du';
}
