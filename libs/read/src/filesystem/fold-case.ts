const LAST_ASCII = 0x7f;

/**
 * A name as case-insensitive filesystems compare it: simple lower case, character by character, nothing composed or expanded.
 * No other script's letter becomes an ASCII one (the Kelvin sign is no `k`), as neither Linux nor UEFI firmware lets it.
 */
export function foldCase(name: string): string {
  let folded = '';
  for (const character of name) folded += foldCharacter(character);
  return folded;
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  if (lower === character || lower.length !== character.length) return character;
  return character.codePointAt(0)! > LAST_ASCII && lower.codePointAt(0)! <= LAST_ASCII ? character : lower;
}
