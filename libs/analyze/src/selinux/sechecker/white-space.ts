/** What Python's `str.strip` and `\s` take for white space; JavaScript's also has U+FEFF and lacks U+001C to U+001F and U+0085. */
const SPACE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Without the white space on both ends. */
export function strip(text: string): string {
  return stripEnd(text.slice(indentOf(text)));
}

export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** How many characters of white space a text starts with. */
export function indentOf(text: string): number {
  let start = 0;
  while (start < text.length && SPACE.test(text[start]!)) start++;
  return start;
}

/** The words between white space. */
export function splitWords(text: string): string[] {
  return text.split(SPACE).filter((word) => word !== '');
}
