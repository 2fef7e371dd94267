import { UnsupportedError } from '@staticfire/read/bytes';
import type { TmpfilesEntry } from '@staticfire/read/formats/linux-text';

/** A line of tmpfiles.d with the file that has it. */
export type TmpfilesLine = TmpfilesEntry & { readonly file: string };

/** A text that a line of tmpfiles.d writes. */
export interface WrittenText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What a file of /etc, which is empty at boot, holds on a node. */
export interface NodeFile {
  /** A program made it before systemd-tmpfiles started, and it was left. */
  readonly made: boolean;
  /** Path on ROOT of the file that it is a copy of, or a link to. */
  readonly source?: string;
  /** Behind that. */
  readonly written: readonly WrittenText[];
}

const FACTORY = '/usr/share/factory';
const WRITES = new Set(['f', 'F', 'w']);
const KNOWN_SIGNS = /^[+!=-]*$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };

/**
 * What systemd-tmpfiles makes of a file (tmpfiles.d(5)); `lines` are those of the files that count, in their order, of which for one path the
 * first counts beside those that write. UnsupportedError for a text that replaces the start of a file, and for specifiers and unusual signs.
 */
export function nodeFile(path: string, lines: readonly TmpfilesLine[], made: boolean): NodeFile {
  const own = lines.filter((line) => line.kind === 'item' && cleanPath(line.path) === path);
  const first = own.find(({ type }) => 'CLfF'.includes(type)) ?? lines.find((line) => copiesFolder(line, path));
  const start: NodeFile = { made, written: [] };
  const created = first === undefined ? start : applyLine(start, first, path);
  return own.filter(({ type }) => type === 'w').reduce((file, line) => applyLine(file, line, path), created);
}

function applyLine(file: NodeFile, line: TmpfilesLine, path: string): NodeFile {
  const forced = line.modifiers.includes('+');
  const exists = file.made || file.source !== undefined || file.written.length > 0;
  if (line.type === 'w' ? !exists : exists && !(forced && line.type !== 'C')) return file;
  const { argument } = line;
  if (!KNOWN_SIGNS.test(line.modifiers) || argument?.includes('%')) throw unsupported(line, 'specifiers, or signs other than + ! = and -');
  if (!WRITES.has(line.type)) return { made: false, source: sourceOf(line, path), written: [] };
  const text = { file: line.file, line: line.line, text: unescapeText(argument ?? '', line) };
  if (line.type !== 'w') return { made: false, written: [text] };
  if (!forced) throw unsupported(line, 'a text that takes the place of the start of a file');
  return { ...file, written: [...file.written, text] };
}

function sourceOf({ argument, path, type }: TmpfilesLine, wanted: string): string {
  const folder = wanted.slice(0, wanted.lastIndexOf('/'));
  const named = argument ?? `${FACTORY}${cleanPath(path)}`;
  const absolute = named.startsWith('/') ? named : `${type === 'L' ? folder : ''}/${named}`;
  return `${cleanPath(absolute)}${wanted.slice(cleanPath(path).length)}`;
}

/** `C+ /etc` fills a folder that is not empty. */
function copiesFolder({ kind, type, modifiers, path }: TmpfilesLine, wanted: string): boolean {
  return kind === 'item' && type === 'C' && modifiers.includes('+') && wanted.startsWith(`${cleanPath(path)}/`);
}

function unescapeText(text: string, line: TmpfilesLine): string {
  return text.replace(/\\(.?)/gs, (_, sign: string) => {
    const meant = ESCAPES[sign];
    if (meant === undefined) throw unsupported(line, 'an escape other than \\n, \\t and \\\\');
    return meant;
  });
}

/** Without empty parts and steps up, which no link is on the way of: /etc is a folder of its own. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function unsupported({ file, line }: TmpfilesLine, what: string): UnsupportedError {
  return new UnsupportedError({ structure: file, field: `line ${line}`, message: `the line that makes a user database has ${what}` });
}
