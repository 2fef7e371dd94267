import { applySysusers, type SysusersLine, type SysusersResult } from '@staticfire/analyze/accounts';
import { effectiveFiles } from '@staticfire/analyze/kernel';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { UnsupportedError } from '@staticfire/read/bytes';
import { type FileSystem, lookup } from '@staticfire/read/filesystem';
import { type AccountDatabase, parseNsswitchFile } from '@staticfire/read/formats/linux-text';
import { NO_LOG, type SourceLog } from '../collector.ts';
import { type ConfigFiles, type ConfigFolders, collectConfigFiles } from '../config-files/collect-config-files.ts';
import { attemptReading } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { toFailure } from '../runner/to-failure.ts';
import { tmpfilesFolders } from '../tmpfiles-files/tmpfiles-folders.ts';
import { nodeFile, type TmpfilesLine } from './node-file.ts';
import { type AccountTable, readAccountTable } from './read-account-table.ts';
import { sysusersFolders } from './sysusers-folders.ts';

/** The user databases of a node, and those that an image has beside them. */
export interface LoadedAccounts {
  /** What systemd-sysusers makes before anything is copied to /etc. */
  readonly sysusers: SysusersResult;
  readonly tables: Readonly<Record<AccountDatabase, AccountTable>>;
  /** Services that are asked for each database, as nsswitch.conf of a node has them. */
  readonly services: readonly { readonly database: string; readonly services: readonly string[] }[];
  /** What may change any of this and could not be read. */
  readonly problems: readonly Unreadable[];
}

const HIDDEN = /^\/(?:etc|run)\//;
const MAX_TOTAL = 16 * 1024 * 1024;
const MAX_NSSWITCH = 1024 * 1024;
const NSSWITCH = '/etc/nsswitch.conf';
const DATABASES = ['passwd', 'group', 'shadow', 'gshadow'] as const;
const DATABASE_PATH = /\/etc\/(?:passwd|group|shadow|gshadow)(?![\w.-])/;
const ROOT_SHELL = '/bin/bash';

/** No ROOT, or nothing on it that makes or is a user database → undefined. Hashes are in it: nothing of a field may leave as it is. */
export function readAccounts({ bank, fileSystem }: Pick<BankEvidence, 'bank' | 'fileSystem'>, sources: SourceLog): LoadedAccounts | undefined {
  const fs = fileSystem('ROOT');
  if (fs === undefined) return undefined;
  const { withhold: _, ...all } = tmpfilesFolders;
  // Lines of tmpfiles.d can have passwords: they are not quoted.
  const folders = { ...all, folders: all.folders.filter((path) => !HIDDEN.test(path)) };
  const tmpfiles = readLines(fs, bank, folders, { ...NO_LOG, add: sources.add });
  const config = readLines(fs, bank, sysusersFolders, sources);
  const sysusers = applySysusers(config.lines, (path) => lookup(fs, path), rootShell(fs));
  const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
  const isMade = { passwd: sysusers.users.length > 0, group: sysusers.groups.length > 0 };
  const tables = DATABASES.map((database) => {
    const made = database === 'passwd' || database === 'shadow' ? isMade.passwd : isMade.group;
    return [database, readAccountTable(files, database, tmpfiles.lines, made)] as const;
  });
  const problems = [...tmpfiles.problems, ...config.problems, ...doubts(tmpfiles.lines, config.lines)];
  if (tables.every(([, { entries }]) => entries.length === 0) && sysusers.groups.length === 0 && problems.length === 0) return undefined;
  const services = attemptReading(() => readServices(files, tmpfiles.lines));
  return {
    sysusers,
    tables: Object.fromEntries(tables) as Record<AccountDatabase, AccountTable>,
    services: 'value' in services ? services.value : [],
    problems: 'value' in services ? problems : [...problems, services],
  };
}

/** The lines of the files that count, in their order. */
function readLines<E extends { readonly line: number }>(
  fs: FileSystem,
  bank: BankEvidence['bank'],
  folders: ConfigFolders<E>,
  sources: SourceLog,
): { readonly lines: readonly (E & { readonly file: string })[]; readonly problems: readonly Unreadable[] } {
  const found: ConfigFiles<E> = collectConfigFiles(fs, bank, folders, sources) ?? { folders: [], files: [], entries: [] };
  const problems = found.entries.filter(isUnreadable);
  const byFile = Map.groupBy(
    found.entries.flatMap((entry) => (isUnreadable(entry) ? [] : [entry])),
    ({ file }) => file,
  );
  const files = effectiveFiles(found.files.flatMap((file) => (isUnreadable(file) ? [] : [file])));
  return { lines: files.flatMap(({ path }) => byFile.get(path) ?? []), problems };
}

function readServices(files: RootFiles, lines: readonly TmpfilesLine[]): LoadedAccounts['services'] {
  const { source, written } = nodeFile(NSSWITCH, lines, false);
  const bytes = source === undefined ? undefined : files.read(source, MAX_NSSWITCH);
  const texts = [...(bytes === undefined ? [] : [{ bytes, file: source! }]), ...written.map(({ text, file }) => ({ bytes: Buffer.from(text), file }))];
  return texts.flatMap((text) => parseNsswitchFile(text.bytes, text.file)).map(({ database, services }) => ({ database, services }));
}

/** As systemd-sysusers 252 finds it: bash where that is, else sh. */
function rootShell(fs: FileSystem): string {
  return lookup(fs, ROOT_SHELL)?.type === 'file' ? ROOT_SHELL : '/bin/sh';
}

/** Lines that systemd skips, or takes in different ways. */
function doubts(tmpfiles: readonly TmpfilesLine[], sysusers: readonly SysusersLine[]): readonly Unreadable[] {
  const copies = tmpfiles.filter(({ kind, path }) => kind === 'version-dependent' && DATABASE_PATH.test(path));
  const makers = sysusers.filter(({ kind }) => kind === 'ignored' || kind === 'specifiers');
  return [
    ...copies.map((line) => doubt(line, 'versions of systemd-tmpfiles take the line in different ways')),
    ...makers.map((line) => doubt(line, line.kind === 'ignored' ? 'systemd-sysusers skips the line' : 'what the line makes depends on the machine')),
  ];
}

function doubt({ file, line }: { readonly file: string; readonly line: number }, message: string): Unreadable {
  return { $unreadable: toFailure(new UnsupportedError({ structure: file, field: `line ${line}`, message })) };
}
