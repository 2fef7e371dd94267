import { LimitError } from '../../bytes/index.ts';
import { decodeFileText, lineError, splitSystemdLines } from './file-text.ts';

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
  /** Continuation lines joined by a space; of assignments alone. */
  readonly value?: string;
}

/** LONG_LINE_MAX of systemd. */
const MAX_LINE = 1024 * 1024;
const COMMENT = /^[#;]/;

/**
 * A file as systemd's parser reads it (systemd.syntax(7); src/shared/conf-parser.c, `config_parse`): a backslash at the end of a line
 * joins it with the next, comments between them fall out, keys outside of a section are skipped. A section header that does not
 * end makes systemd give the whole file up: a FormatError.
 */
export function parseSystemdConfigFile(bytes: Uint8Array, file: string): readonly SystemdConfigEntry[] {
  const entries: SystemdConfigEntry[] = [];
  let section = '';
  for (const { line, text } of joinedLines(decodeFileText(bytes, file), file)) {
    if (text === '' || COMMENT.test(text)) continue;
    if (text.startsWith('[')) {
      if (!text.endsWith(']')) throw lineError(file, line, 'a section header without its closing bracket');
      section = text.slice(1, -1);
      continue;
    }
    entries.push(assignment(line, text, section));
  }
  return entries;
}

function assignment(line: number, text: string, section: string): SystemdConfigEntry {
  const equals = text.indexOf('=');
  if (section === '' || equals <= 0) return { line, kind: 'ignored', section, key: text };
  return { line, kind: 'assignment', section, key: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() };
}

/** Lines with their continuations, blanks at both ends taken off. */
function joinedLines(text: string, file: string): { line: number; text: string }[] {
  const lines: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const { number, text: raw } of splitSystemdLines(text.replace(/^\ufeff/, ''), file)) {
    const stripped = raw.trim();
    if (COMMENT.test(stripped)) continue;
    const joined = open === undefined ? { line: number, text: stripped } : { line: open.line, text: `${open.text} ${stripped}` };
    if (joined.text.length > MAX_LINE) throw new LimitError({ structure: file, field: `line ${joined.line}`, found: `more than ${MAX_LINE} characters` });
    open = endsOpen(joined.text) ? { ...joined, text: joined.text.slice(0, -1).trimEnd() } : undefined;
    if (open === undefined) lines.push(joined);
  }
  return open === undefined ? lines : [...lines, open];
}

/** An odd number of backslashes: the last one is not escaped. */
function endsOpen(text: string): boolean {
  const [backslashes = ''] = /\\*$/.exec(text) ?? [];
  return backslashes.length % 2 === 1;
}
