/**
 * Control (C0, C1, DEL), format (bidirectional overrides and isolates, zero-width, soft hyphen, tags), lone surrogates,
 * U+2028 and U+2029: what can move a cursor, reorder or hide text.
 */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Most text is; testing that is many times as fast as looking for classes of Unicode. */
const PLAIN = /^[\x20-\x7e]*$/;
const DEFAULT_MAX_LENGTH = 200;

/**
 * Text from an image, safe to print: what is invisible or active becomes `\x1b` or `\u{202e}`, and what is longer than
 * `maxLength` characters is cut, with its length named.
 */
export function printable(text: string, maxLength = DEFAULT_MAX_LENGTH): string {
  const shown = cut(text, maxLength);
  return PLAIN.test(shown) ? shown : shown.replace(UNPRINTABLE, escapeCharacter);
}

/** Text of a pack or of our own: line breaks are layout, the rest is treated as text from an image. */
export function printableProse(text: string): string {
  return printable(text.replace(/[ \t\r\n]+/g, ' ').trim(), Number.POSITIVE_INFINITY);
}

function cut(text: string, maxLength: number): string {
  // A character is at least one UTF-16 unit, so short text needs no counting.
  if (text.length <= maxLength) return text;
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return `${characters.slice(0, maxLength).join('')}… (${characters.length} characters)`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
