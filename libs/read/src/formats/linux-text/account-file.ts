import type { FormatError } from '../../bytes/index.ts';
import { decodeFileText, lineError, splitLines } from './file-text.ts';

/** A line of a user database, without its end. `error` tells why nobody can be looked up by it. */
export type AccountLine = { readonly line: number; readonly fields: readonly string[] } | { readonly line: number; readonly error: FormatError };

/** The databases that the C library reads from files; the number of fields that a line must have, and those of them that are numbers. */
const SHAPES = {
  passwd: { fields: 7, least: 7, numbers: [2, 3] },
  group: { fields: 4, least: 3, numbers: [2] },
  shadow: { fields: 9, least: 5, numbers: [] },
  gshadow: { fields: 4, least: 4, numbers: [] },
} as const;

export type AccountDatabase = keyof typeof SHAPES;

const MAX_ID = 0xffff_ffff;

/**
 * passwd(5), group(5), shadow(5), gshadow(5), as glibc reads them (nss/nss_files/files-parse.c): blanks before a line, empty lines and
 * comments do not count; the text after the last field belongs to it. Errors never have what a line says.
 */
export function parseAccountFile(bytes: Uint8Array, file: string, database: AccountDatabase): readonly AccountLine[] {
  return splitLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => parseAccountLine(text, { file, line: number }, database));
}

/** One line; `place` is named by errors. A comment or nothing → no element. */
export function parseAccountLine(text: string, place: { readonly file: string; readonly line: number }, database: AccountDatabase): readonly AccountLine[] {
  const { file, line } = place;
  const written = text.replace(/^\s+/, '');
  if (written === '' || written.startsWith('#')) return [];
  const shape = SHAPES[database];
  const words = written.split(':');
  const fields = [...words.slice(0, shape.fields - 1), ...(words.length < shape.fields ? [] : [words.slice(shape.fields - 1).join(':')])];
  const message = problemOf(fields, shape);
  return [message === undefined ? { line, fields } : { line, error: lineError(file, line, message) }];
}

function problemOf(fields: readonly string[], { least, numbers }: { readonly least: number; readonly numbers: readonly number[] }): string | undefined {
  if (fields.length < least) return `the line has ${fields.length} fields, at least ${least} are expected`;
  if (fields[0] === '') return 'the name is empty';
  const wrong = numbers.find((index) => !isId(fields[index]!));
  return wrong === undefined ? undefined : `field ${wrong + 1} is not a number of at most ${MAX_ID}`;
}

function isId(text: string): boolean {
  return /^[0-9]{1,10}$/.test(text) && Number(text) <= MAX_ID;
}
