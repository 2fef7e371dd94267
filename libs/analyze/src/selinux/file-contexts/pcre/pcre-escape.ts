import { type ByteSet, byteRange, bytesOf, complement, singleByte } from './byte-set.ts';
import type { PcreText } from './pcre-text.ts';

const digit = bytesOf('09');
const word = bytesOf('az', 'AZ', '09', '_');
/** In the C locale, with the vertical tab since PCRE 8.34. */
const space = byteRange(0x09, 0x0d) | bytesOf(' ');
const horizontal = bytesOf('\t', ' ') | singleByte(0xa0);
const vertical = byteRange(0x0a, 0x0d) | singleByte(0x85);

/** pcre2pattern(3), generic character types. */
const SETS: Readonly<Record<string, ByteSet>> = {
  d: digit,
  D: complement(digit),
  w: word,
  W: complement(word),
  s: space,
  S: complement(space),
  h: horizontal,
  H: complement(horizontal),
  v: vertical,
  V: complement(vertical),
};
const CONTROLS: Readonly<Record<string, number>> = { a: 0x07, e: 0x1b, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09 };
/** Letters with which PCRE2 does not compile. */
const REFUSED = 'FiIjJLlmMOqTuUyY';
const HEX = /\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{1,2})/y;

/** What an escape stands for inside and outside of classes: a byte, or a set of them. The backslash and letters with another meaning are gone. */
export function parseEscape(text: PcreText): number | ByteSet {
  const letter = text.next();
  if (Object.hasOwn(SETS, letter)) return SETS[letter]!;
  if (Object.hasOwn(CONTROLS, letter)) return CONTROLS[letter]!;
  if (letter === 'x') return parseHex(text);
  if (/^[1-9]$/.test(letter)) throw text.unsupported(`a back reference or octal number, \\${letter}`);
  if (letter !== '' && REFUSED.includes(letter)) throw text.malformed(`\\${letter} means nothing`);
  if (letter === '' || /^[A-Za-z0-9]$/.test(letter)) throw text.unsupported(`\\${letter}`);
  return letter.charCodeAt(0);
}

function parseHex(text: PcreText): number {
  const [, braced, plain] = text.match(HEX) ?? [];
  const digits = braced ?? plain;
  if (digits === undefined) throw text.unsupported('\\x without a number');
  const value = Number.parseInt(digits, 16);
  if (value > 0xff) throw text.malformed('a number after \\x is no byte');
  return value;
}
