import { type ByteSet, byteRange, bytesOf, complement, singleByte } from './byte-set.ts';
import { parseEscape } from './pcre-escape.ts';
import type { PcreText } from './pcre-text.ts';

/** pcre2pattern(3), POSIX character classes, in the C locale. */
const NAMED: Readonly<Record<string, ByteSet>> = {
  alpha: bytesOf('az', 'AZ'),
  lower: bytesOf('az'),
  upper: bytesOf('AZ'),
  alnum: bytesOf('az', 'AZ', '09'),
  ascii: byteRange(0, 0x7f),
  blank: bytesOf(' ', '\t'),
  cntrl: byteRange(0, 0x1f) | singleByte(0x7f),
  digit: bytesOf('09'),
  graph: bytesOf('!~'),
  print: bytesOf(' ~'),
  punct: bytesOf('!/', ':@', '[`', '{~'),
  space: byteRange(0x09, 0x0d) | bytesOf(' '),
  word: bytesOf('az', 'AZ', '09', '_'),
  xdigit: bytesOf('09', 'af', 'AF'),
};
const NAMED_CLASS = /\[([:.=])([^\][\\]*?)\1\]/y;
/** A bracket that PCRE2 may take for a named class after a longer look. */
const UNCLEAR_CLASS = /\[[:.=][^\][\\]*[[\\]/y;

/** The set of a class; its opening bracket is gone. */
export function parseClass(text: PcreText): ByteSet {
  const negated = text.take('^');
  let set = 0n;
  for (let first = true; first || !text.take(']'); first = false) {
    if (text.ended) throw text.malformed('a class is not closed');
    const item = parseItem(text);
    const isRange = text.peek() === '-' && text.peek(1) !== ']' && text.peek(1) !== '';
    if (typeof item === 'number') set |= isRange ? parseRange(item, text) : singleByte(item);
    else if (isRange) throw text.malformed('a range of a class starts with a set');
    else set |= item;
  }
  return negated ? complement(set) : set;
}

function parseRange(first: number, text: PcreText): ByteSet {
  text.next();
  const last = parseItem(text);
  if (typeof last !== 'number') throw text.malformed('a range of a class ends with a set');
  if (last < first) throw text.malformed('a range of a class is out of order');
  return byteRange(first, last);
}

function parseItem(text: PcreText): number | ByteSet {
  const named = parseNamedClass(text);
  if (named !== undefined) return named;
  const character = text.next();
  if (character !== '\\') return character.charCodeAt(0);
  if (text.take('b')) return 0x08;
  if (text.peek() === 'B' || text.peek() === 'R' || text.peek() === 'X') throw text.malformed(`\\${text.peek()} in a class`);
  return parseEscape(text);
}

function parseNamedClass(text: PcreText): ByteSet | undefined {
  const [whole, sign, written] = text.match(NAMED_CLASS) ?? [];
  if (written === undefined) {
    if (text.match(UNCLEAR_CLASS) !== undefined) throw text.unsupported('a bracket like that of a named class inside a class');
    return undefined;
  }
  const name = written.replace(/^\^/, '');
  if (sign === ':' && /^[<>]$/.test(written)) throw text.unsupported(`a word boundary, [${whole}]`);
  if (sign !== ':' || !Object.hasOwn(NAMED, name)) throw text.malformed(`${JSON.stringify(whole)} is no named class`);
  return written === name ? NAMED[name]! : complement(NAMED[name]!);
}

/** Whether what stands here is a named class that is in no class: PCRE2 refuses it. */
export function isStrayNamedClass(text: PcreText): boolean {
  return text.match(NAMED_CLASS) !== undefined;
}
