import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { canonicalize } from '@tufjs/canonical-json';

/** A root role has 5. */
const MAX_DEPTH = 32;

/** JSON in the canonical form that TUF digests and signs (OLPC's): no white space, members by name, only `"` and `\` escaped. The value is one that `readyForCanonicalForm` gave. */
export function canonicalForm(value: unknown): string {
  return canonicalize(value);
}

/**
 * JSON with its strings in Unicode's form NFC, as tough, which Bottlerocket verifies with, writes them. No float has a canonical form:
 * FormatError. What implementations write in different ways is an UnsupportedError. `field` names the value in errors.
 */
export function readyForCanonicalForm(value: unknown, file: string, field: string): unknown {
  return normalised(value, { file, field }, 0);
}

interface Place {
  readonly file: string;
  readonly field: string;
}

function normalised(value: unknown, place: Place, depth: number): unknown {
  const { file: structure, field } = place;
  if (depth > MAX_DEPTH) throw new LimitError({ structure, field, message: `more than ${MAX_DEPTH} levels` });
  if (typeof value === 'string') return normalisedText(value, place);
  if (typeof value === 'number') return wholeNumber(value, place);
  if (Array.isArray(value)) return value.map((each) => normalised(each, place, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).map((name) => normalisedText(name, place));
  checkOrder(names, place);
  return Object.fromEntries(Object.values(value).map((each, index) => [names[index]!, normalised(each, place, depth + 1)]));
}

function normalisedText(text: string, { file, field }: Place): string {
  if (!text.isWellFormed()) throw new FormatError({ structure: file, field, expected: 'Unicode text' });
  return text.normalize('NFC');
}

function wholeNumber(value: number, { file: structure, field }: Place): number {
  if (!Number.isInteger(value)) throw new FormatError({ structure, field, found: value, expected: 'a whole number' });
  if (!Number.isSafeInteger(value)) throw new UnsupportedError({ structure, field, message: 'a number beyond 2^53 is not read exactly' });
  return value;
}

/** The library sorts names by UTF-16 units; tough by the bytes of the names with their quotation marks, so that `a b` is before `a`. */
function checkOrder(names: readonly string[], { file: structure, field }: Place): void {
  const quoted = names.map((name) => Buffer.from(canonicalize(name))).sort(Buffer.compare);
  const agree = [...names].sort().every((name, index) => quoted[index]!.toString() === canonicalize(name));
  if (new Set(names).size < names.length) throw new UnsupportedError({ structure, field, message: 'two names of its members are one in Unicode’s form NFC' });
  if (!agree) throw new UnsupportedError({ structure, field, message: 'implementations of TUF sort the names of its members in different ways' });
}
