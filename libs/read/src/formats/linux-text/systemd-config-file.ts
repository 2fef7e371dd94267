import { FormatError, LimitError, type ReadError } from '../../bytes/index.ts';
import { cutLines, lineError } from './file-text.ts';

/** An assignment of a configuration file of systemd, or a line that is none. */
export interface SystemdConfigEntry {
  /** First of its lines. */
  readonly line: number;
  /** `ignored`: systemd reports the line and skips it. */
  readonly kind: 'assignment' | 'ignored';
  /** Without brackets; empty before the first header. */
  readonly section: string;
  /** Of ignored lines the line. */
  readonly key: string;
  /** Without blanks at its ends; lines that it goes on in are joined as they are, with a space for the backslash. Of assignments alone. */
  readonly value?: string;
}

/** A header with the name of its section. */
export interface SystemdSectionHeader {
  readonly line: number;
  readonly kind: 'section';
  readonly section: string;
}

export interface SystemdConfigText {
  readonly entries: readonly (SystemdConfigEntry | SystemdSectionHeader)[];
  /** Where systemd gives the file up; what stands before it counts. */
  readonly end?: ReadError;
}

interface LogicalLine {
  readonly line: number;
  readonly text: string;
}

const MAX_LENGTH = 1024 * 1024;
const MAX_LINES = 50_000;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** LONG_LINE_MAX of systemd. */
const MAX_LINE = 1024 * 1024;
const COMMENT = /^[ \t\n\r]*[#;]/;
/** WHITESPACE of systemd, which is not that of ECMAScript. */
const BLANKS = ' \t\n\r';
/** What a section's name must not have (src/basic/string-util.c, `string_is_safe`). */
const UNSAFE = /[\x01-\x1f"'\\\x7f]/;
/** Code points that are no characters; systemd takes text with them for no UTF-8 (src/basic/utf8.c, `unichar_is_valid`). */
const NO_CHARACTERS =
  /[\ufdd0-\ufdef\ufffe\uffff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/;

/**
 * A file as systemd's parser reads it (systemd.syntax(7); src/shared/conf-parser.c, `config_parse`): a backslash at the end of a line
 * joins it with the next, comments between them fall out, keys outside of a section are skipped. A section header that does not
 * end or a line that is not UTF-8 makes systemd give the rest of the file up: a FormatError.
 */
export function parseSystemdConfigFile(bytes: Uint8Array, file: string): readonly SystemdConfigEntry[] {
  const { entries, end } = readSystemdConfigText(bytes, file);
  if (end !== undefined) throw end;
  return entries.filter((entry) => entry.kind !== 'section');
}

/** The same with section headers, and with what stands before the place where systemd gives the file up. More than 1 MiB → LimitError. */
export function readSystemdConfigText(bytes: Uint8Array, file: string): SystemdConfigText {
  if (bytes.length > MAX_LENGTH) throw new LimitError({ structure: file, message: `${bytes.length} bytes, at most ${MAX_LENGTH} are read` });
  const entries: (SystemdConfigEntry | SystemdSectionHeader)[] = [];
  let section = '';
  try {
    const { lines, isAscii } = physicalLines(bytes, file);
    for (const { line, text } of joinLines(lines, file)) {
      if (text === '') continue;
      if (!isAscii && NO_CHARACTERS.test(text)) throw notUtf8(file, line);
      const header = text.startsWith('[') ? sectionName(text, file, line) : undefined;
      section = header ?? section;
      entries.push(header === undefined ? readEntry(line, text, section) : { line, kind: 'section', section });
    }
  } catch (error) {
    if (error instanceof FormatError || error instanceof LimitError) return { entries, end: error };
    throw error;
  }
  return { entries };
}

function readEntry(line: number, text: string, section: string): SystemdConfigEntry {
  const equals = text.indexOf('=');
  if (section === '' || equals <= 0) return { line, kind: 'ignored', section, key: text };
  return { line, kind: 'assignment', section, key: strip(text.slice(0, equals)), value: strip(text.slice(equals + 1)) };
}

function sectionName(text: string, file: string, line: number): string {
  if (!text.endsWith(']')) throw lineError(file, line, 'a section header without its closing bracket');
  const name = text.slice(1, -1);
  if (UNSAFE.test(name)) throw lineError(file, line, 'a section header with a quote, a backslash or a control character');
  return name;
}

/** Lines with their continuations, blanks at both ends taken off. */
function* joinLines(lines: readonly string[], file: string): Generator<LogicalLine> {
  let open: LogicalLine | undefined;
  let marked = false;
  for (const [index, raw] of lines.entries()) {
    if (COMMENT.test(raw)) continue;
    const mark: boolean = !marked && raw.startsWith('\ufeff');
    marked ||= mark;
    const physical = mark ? raw.slice(1) : raw;
    const joined: LogicalLine = open === undefined ? { line: index + 1, text: physical } : { line: open.line, text: open.text + physical };
    if (joined.text.length > MAX_LINE) throw new LimitError({ structure: file, field: `line ${joined.line}`, message: `more than ${MAX_LINE} bytes` });
    open = endsOpen(joined.text) ? { line: joined.line, text: `${joined.text.slice(0, -1)} ` } : undefined;
    if (open === undefined) yield { line: joined.line, text: strip(checked(joined, file)) };
  }
  if (open !== undefined) yield { line: open.line, text: strip(checked(open, file)) };
}

function checked({ line, text }: LogicalLine, file: string): string {
  if (!text.isWellFormed()) throw notUtf8(file, line);
  return text;
}

/** An odd number of backslashes: the last one is not escaped. */
function endsOpen(text: string): boolean {
  if (!text.endsWith('\\')) return false;
  let start = text.length;
  while (start > 0 && text[start - 1] === '\\') start--;
  return (text.length - start) % 2 === 1;
}

/** Lines as systemd cuts them. One that is not UTF-8 holds a lone surrogate. */
function physicalLines(bytes: Uint8Array, file: string): { readonly lines: readonly string[]; readonly isAscii: boolean } {
  const whole = decode(bytes);
  // Any other character has more bytes than UTF-16 units.
  const isAscii = whole?.length === bytes.length;
  const lines = cutLines(whole ?? Buffer.from(bytes).toString('latin1'), 'systemd');
  if (lines.length > MAX_LINES) throw new LimitError({ structure: file, message: `more than ${MAX_LINES} lines` });
  if (whole !== undefined) return { lines, isAscii };
  return { lines: lines.map((line) => decode(Buffer.from(line, 'latin1')) ?? line.replace(/[\x80-\xff]/, '\udc80')), isAscii };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

function strip(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && BLANKS.includes(text[from]!)) from++;
  while (to > from && BLANKS.includes(text[to - 1]!)) to--;
  return text.slice(from, to);
}

function notUtf8(file: string, line: number): FormatError {
  return lineError(file, line, 'not UTF-8');
}
