import { decodeText, FormatError, LimitError } from '../../bytes/index.ts';

/** Configuration files of real systems have less than 100 KiB. */
const MAX_LENGTH = 1024 * 1024;
const MAX_LINES = 50_000;

/** One line of a text file; `number` counts from 1. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
}

/** The UTF-8 text of a configuration file of at most 1 MiB; `file` names it in errors. */
export function decodeFileText(bytes: Uint8Array, file: string): string {
  return decodeText(bytes, file, MAX_LENGTH);
}

/**
 * What ends a line. `line-feed`: that alone. `systemd`: as its `read_line` has it (src/basic/fileio.c), line feed, carriage return and NUL,
 * and two or three different ones in a row, of which NUL is the last.
 */
export type LineEnds = 'line-feed' | 'systemd';

/** The lines of a text without their ends; line 1 is the first element. */
export function cutLines(text: string, ends: LineEnds): string[] {
  return text.split(ends === 'line-feed' ? '\n' : /\n\r\0?|\r\n\0?|\n\0?|\r\0?|\0/);
}

/** Lines that end in a line feed. */
export function splitLines(text: string, file: string): FileLine[] {
  return number(cutLines(text, 'line-feed'), file);
}

/** Lines as systemd cuts them. */
export function splitSystemdLines(text: string, file: string): FileLine[] {
  return number(cutLines(text, 'systemd'), file);
}

/** Without blanks around it, as systemd's `strstrip` has it. */
export function trimBlanks(text: string): string {
  return text.replace(/^[ \t\n\r]+/, '').replace(/(?<![ \t\n\r])[ \t\n\r]+$/, '');
}

/** A FormatError about a line of a text file. */
export function lineError(file: string, line: number, message: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, message });
}

function number(lines: readonly string[], file: string): FileLine[] {
  if (lines.length > MAX_LINES) throw new LimitError({ structure: file, message: `more than ${MAX_LINES} lines` });
  return lines.map((text, index) => ({ number: index + 1, text }));
}
