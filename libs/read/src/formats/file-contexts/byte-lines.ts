import { FormatError, LimitError } from '../../bytes/index.ts';

/** Debian's whole table has 0.4 MiB and 5 500 lines. */
const MAX_LENGTH = 8 * 1024 * 1024;
const MAX_LINES = 100_000;

/** One line; `number` counts from 1, each character of `text` is one byte (latin1). */
export interface ByteLine {
  readonly number: number;
  readonly text: string;
}

/** The lines of a text of bytes. Longer than 8 MiB or 100 000 lines is a LimitError; a NUL, where versions of libselinux end a line or do not, a FormatError. */
export function splitByteLines(bytes: Uint8Array, file: string): readonly ByteLine[] {
  if (bytes.length > MAX_LENGTH) throw new LimitError({ structure: file, message: `${bytes.length} bytes, at most ${MAX_LENGTH} are read` });
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES) throw new LimitError({ structure: file, message: `more than ${MAX_LINES} lines` });
  const nul = lines.findIndex((text) => text.includes('\0'));
  if (nul >= 0) throw lineError(file, nul + 1, 'holds a NUL');
  return lines.map((text, index) => ({ number: index + 1, text }));
}

/** A FormatError about a line. */
export function lineError(file: string, line: number, message: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, message });
}
