import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { type AccountDatabase, type AccountLine, parseAccountFile, parseAccountLine } from '@staticfire/read/formats/linux-text';
import { attemptElements, attemptReading } from '../evidence/attempt-reading.ts';
import type { RootFiles } from '../evidence/root-files.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type NodeFile, nodeFile, type TmpfilesLine, type WrittenText } from './node-file.ts';

/** A line of a user database. Passwords are in the fields. */
export interface AccountEntry {
  readonly file: string;
  readonly line: number;
  readonly fields: readonly string[];
  /** A running node has it. */
  readonly onNode: boolean;
}

export interface AccountTable {
  /** What systemd-sysusers made is still there. */
  readonly made: boolean;
  readonly entries: readonly (AccountEntry | Unreadable)[];
  /** The first entry by `placeOf`: where it is looked for, and its name. */
  readonly first: ReadonlyMap<string, AccountEntry>;
}

/** Entries of a node belong together, and those of files in one folder. */
export function placeOf({ name, file, onNode }: { readonly name: string; readonly file: string; readonly onNode: boolean }): string {
  return `${onNode ? '' : file.slice(0, file.lastIndexOf('/'))}:${name}`;
}

const MAX_LENGTH = 1024 * 1024;

/** The file of a node, and those that lie on ROOT and do not get there. `made` tells that systemd-sysusers made one. */
export function readAccountTable(files: RootFiles, database: AccountDatabase, lines: readonly TmpfilesLine[], made: boolean): AccountTable {
  const path = `/etc/${database}`;
  const found = attemptReading(() => nodeFile(path, lines, made));
  const onNode: NodeFile = 'value' in found ? found.value : { made, written: [] };
  const places = new Set([...(onNode.source === undefined ? [] : [onNode.source]), `/usr/share/factory${path}`, path]);
  const read = [...places].flatMap((place) => attemptElements(() => readFile(files, place, database, place === onNode.source)));
  const written = onNode.written.flatMap((text) => readText(text, database));
  const entries = [...('value' in found ? [] : [found]), ...read, ...written];
  return { made: onNode.made, entries, first: firstOf(entries) };
}

function firstOf(entries: readonly (AccountEntry | Unreadable)[]): ReadonlyMap<string, AccountEntry> {
  const first = new Map<string, AccountEntry>();
  for (const entry of entries) {
    if (isUnreadable(entry)) continue;
    const place = placeOf({ ...entry, name: entry.fields[0]! });
    if (!first.has(place)) first.set(place, entry);
  }
  return first;
}

/** Entries of a node before others. */
export function nodeFirst({ entries }: AccountTable): readonly (AccountEntry | Unreadable)[] {
  const rank = (entry: AccountEntry | Unreadable) => Number('onNode' in entry && !entry.onNode);
  return entries.toSorted((a, b) => rank(a) - rank(b));
}

function readFile(files: RootFiles, path: string, database: AccountDatabase, onNode: boolean): readonly (AccountEntry | Unreadable)[] {
  const bytes = files.read(path, MAX_LENGTH);
  return bytes === undefined ? [] : parseAccountFile(bytes, path, database).map((line) => toEntry(line, path, onNode));
}

/** Lines that one line of tmpfiles.d writes. */
function readText({ file, line, text }: WrittenText, database: AccountDatabase): readonly (AccountEntry | Unreadable)[] {
  return text
    .split('\n')
    .flatMap((each) => parseAccountLine(each, { file, line }, database))
    .map((each) => toEntry(each, file, true));
}

function toEntry(line: AccountLine, file: string, onNode: boolean): AccountEntry | Unreadable {
  return 'error' in line ? { $unreadable: toFailure(line.error) } : { file, line: line.line, fields: line.fields, onNode };
}
