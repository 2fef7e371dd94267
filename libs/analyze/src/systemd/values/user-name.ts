const REFUSED = /^ | $|[\x00-\x1f\x7f:/]|^-?\d*$|^\.\.?$/;
const UID = /^(?:0|[1-9]\d{0,9})$/;
const INVALID_UIDS = new Set([0xffff_ffff, 0xffff]);

/** Whether User= or Group= takes it (src/basic/user-util.c, `valid_user_group_name` in its relaxed form). */
export function isUserOrGroup(text: string): boolean {
  if (UID.test(text) && Number(text) <= 0xffff_ffff) return !INVALID_UIDS.has(Number(text));
  return text.isWellFormed() && !REFUSED.test(text);
}
