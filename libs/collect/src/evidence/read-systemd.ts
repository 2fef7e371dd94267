import { analyzeSystemd, presetFolders, type SystemdAnalysis, unitFolders } from '@staticfire/analyze/systemd';
import { ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import { isDevNull } from '../config-files/collect-config-files.ts';
import type { BankEvidence } from './bank-evidence.ts';
import { isUnreadableEntry, listFolder, listFolders } from './list-folder.ts';
import { readEffectiveLine } from './read-effective-line.ts';
import { readUnitTree } from './read-unit-tree.ts';
import { RootFiles } from './root-files.ts';

/** Units of ROOT and what systemd makes of them when a node starts. */
export interface LoadedSystemd {
  readonly analysis: SystemdAnalysis;
  /** Of the libraries of systemd on ROOT: 252, 257. */
  readonly release?: number;
  /** Search folders that count. */
  readonly folders: readonly string[];
  /** Search folders that a node hides: /etc and /run are made anew at every start. */
  readonly hiddenFolders: readonly string[];
  /** What could not be listed, or told of the command line. */
  readonly errors: readonly ReadError[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

type Evidence = Pick<BankEvidence, 'bank' | 'fileSystem' | 'commandLine' | 'bootConfig'>;

/** Bottlerocket's first, and the one whose rules hold where an image does not tell. */
const RELEASE = 252;
const MAX_TOTAL = 16 * 1024 * 1024;
const HIDDEN = /^\/(?:etc|run)\//;
const LIBRARY = /^libsystemd-(?:core|shared)-(\d{3})(?:[.~-][^/]*)?\.so$/;
const LIBRARIES = ['/usr/lib/systemd', '/usr/lib64/systemd'];
const GENERATORS = ['/usr/local/lib/systemd/system-generators', '/usr/lib/systemd/system-generators'];

/** No search folder on ROOT → undefined. */
export function readSystemd(evidence: Evidence, sources: SourceLog): LoadedSystemd | undefined {
  const fs = evidence.fileSystem('ROOT');
  // /lib is a link on Bottlerocket, under which units are not looked for.
  const folders = fs && listFolders(fs, paths(false));
  if (fs === undefined || folders === undefined || folders.length === 0) return undefined;
  const reader = new RootFiles(fs, evidence.bank, sources, MAX_TOTAL);
  const presets = listFolders(
    fs,
    presetFolders.filter((path) => !HIDDEN.test(path)),
  );
  const { files, errors } = readUnitTree(reader, folders, presets);
  const release = findRelease(fs);
  const line = readWords(evidence, sources);
  // Nothing is read below /etc and /run: what is there then is what systemd puts there.
  const input = { files, generators: findGenerators(fs), words: line.words, release: release ?? RELEASE, folders: unitFolders };
  return {
    analysis: analyzeSystemd(input),
    ...(release === undefined ? {} : { release }),
    folders: folders.map(({ path }) => path),
    hiddenFolders: listFolders(fs, paths(true)).flatMap(({ path, entries }) => (entries.length > 0 ? [path] : [])),
    errors: [...errors, ...line.errors],
    contents: new Map(files.flatMap((file) => ('content' in file ? [[file.path, file.content]] : []))),
  };
}

function paths(hidden: boolean): readonly string[] {
  return unitFolders.flatMap(({ path }) => (HIDDEN.test(path) === hidden ? [path] : []));
}

/** The command line decides on the first target; what cannot be told of it leaves open what starts. */
function readWords(
  evidence: Evidence,
  sources: SourceLog,
): { readonly words: readonly { readonly name: string; readonly value?: string }[]; readonly errors: readonly ReadError[] } {
  try {
    const { parameters, initArguments } = parseKernelCommandLine(readEffectiveLine(evidence, sources) ?? '');
    return { words: [...parameters, ...initArguments.map(splitWord)], errors: [] };
  } catch (error) {
    if (error instanceof ReadError) return { words: [], errors: [error] };
    throw error;
  }
}

/** systemd reads the whole line: words behind `--` are to it as others are (src/basic/proc-cmdline.c, `proc_cmdline_parse`). */
function splitWord(word: string): { readonly name: string; readonly value?: string } {
  const at = word.indexOf('=');
  return at === -1 ? { name: word } : { name: word.slice(0, at), value: word.slice(at + 1) };
}

function findRelease(fs: FileSystem): number | undefined {
  for (const folder of LIBRARIES) {
    const names = listFolder(fs, folder)?.entries.map(({ name }) => name) ?? [];
    const release = names.map((name) => LIBRARY.exec(name)?.[1]).find((found) => found !== undefined);
    if (release !== undefined) return Number(release);
  }
  return undefined;
}

/** systemd.generator(7): of files with one name the first folder's; an empty one, or a link to /dev/null, masks. */
function findGenerators(fs: FileSystem): readonly string[] {
  const found = new Map<string, string | undefined>();
  for (const { entries } of listFolders(fs, GENERATORS)) {
    for (const entry of entries) {
      if (isUnreadableEntry(entry) || entry.stat.type === 'directory' || found.has(entry.name)) continue;
      const masks = entry.target === undefined ? entry.stat.size === 0 : isDevNull(entry.path, entry.target);
      found.set(entry.name, masks ? undefined : entry.path);
    }
  }
  return [...found.values()].filter((path) => path !== undefined);
}
