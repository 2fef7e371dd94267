const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'" };
const ESCAPE = /\\(?:([abfnrtv\\"'])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/g;
const LAST_CODE_POINT = 0x10ffff;

/** The value of a Go string literal in double quotes or backquotes; any other text as it is. */
export function unquoteGo(text: string): string {
  if (text.length < 2 || text[0] !== text.at(-1)) return text;
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  return text.startsWith('"') ? inner.replaceAll(ESCAPE, (...groups) => decodeEscape(groups)) : text;
}

function decodeEscape([whole, simple, byte, short, long, octal]: readonly (string | undefined)[]): string {
  if (simple !== undefined) return ESCAPES[simple]!;
  const code = octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
  return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : whole!;
}
