import type { FormatError } from '../../bytes/index.ts';
import { decodeFileText, lineError, splitLines } from './file-text.ts';

/** A line that says something, or why it says nothing to a container runtime. */
export type ContainerContextLine =
  | { readonly line: number; readonly key: string; readonly context: string }
  | { readonly line: number; readonly error: FormatError };

/** Go's `bufio.Scanner` gives a file up at a longer line, line feed included. */
const MAX_LINE = 65_535;
/** What Go's `bytes.TrimSpace` takes off. */
const BLANK = String.raw`[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const OUTER_BLANKS = new RegExp(`^${BLANK}+|(?<!${BLANK})${BLANK}+$`, 'g');

/**
 * The contexts that container runtimes give processes and files (`lxc_contexts`), as github.com/opencontainers/selinux reads them (go-selinux/selinux_linux.go,
 * `loadLabels`): `key = "context"`, with or without quotes, comments after `#` and `;`, the last of a key counts. A line without `=` or without a key
 * is passed over there, and an error here; one of more than 65 535 bytes, at which it reads no further, a FormatError.
 */
export function parseContainerContexts(bytes: Uint8Array, file: string): readonly ContainerContextLine[] {
  return splitLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => {
    if (Buffer.byteLength(text) > MAX_LINE) throw lineError(file, number, `longer than ${MAX_LINE} bytes`);
    const line = trim(text);
    return line === '' || line.startsWith('#') || line.startsWith(';') ? [] : [parseLine(line, number, file)];
  });
}

function parseLine(text: string, line: number, file: string): ContainerContextLine {
  const equals = text.indexOf('=');
  if (equals <= 0) return { line, error: lineError(file, line, equals < 0 ? 'there is no =' : 'there is no key before the =') };
  const context = trim(text.slice(equals + 1)).replace(/^"+|(?<!")"+$/g, '');
  return { line, key: trim(text.slice(0, equals)), context };
}

function trim(text: string): string {
  return text.replace(OUTER_BLANKS, '');
}
