import { type Dirent, lstatSync, opendirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { LimitError } from '../../../bytes/index.ts';
import { kindOf } from './file-identity.ts';

/** A name in a folder. */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
  /** Of a link: what it leads to, from the folder. */
  readonly target?: string;
  /** Why it is not to be opened, in words that follow "is". */
  readonly problem?: string;
}

/** Far more than a build writes. */
const MAX_NAMES = 10_000;

/** Whether the path leads to a folder; whatever else is wrong with it is left to who opens it. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * The wanted names of a folder, sorted by code units. Links are followed inside of the folder alone: where one leads out, whoever made the folder would choose
 * what else of this machine is read. Throws the operating system's error, or a LimitError after 10 000 names.
 */
export function listFolder(folder: string, wants: (name: string) => boolean): readonly FolderFile[] {
  const real = realpathSync(folder);
  return readNames(folder)
    .filter((name) => wants(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name), ...describe(real, join(folder, name)) }));
}

function readNames(folder: string): string[] {
  const handle = opendirSync(folder);
  try {
    const names: string[] = [];
    for (let entry: Dirent | null = handle.readSync(); entry !== null; entry = handle.readSync()) {
      if (names.length === MAX_NAMES) throw new LimitError({ structure: 'folder', message: `more than ${MAX_NAMES} names; name the image itself` });
      names.push(entry.name);
    }
    return names;
  } finally {
    handle.closeSync();
  }
}

function describe(real: string, path: string): Pick<FolderFile, 'target' | 'problem'> {
  const stat = lstatSync(path, { bigint: true });
  if (!stat.isSymbolicLink()) return stat.isFile() ? {} : { problem: kindOf(stat) };
  const end = endOf(path);
  if (end === undefined) return { problem: 'a link that leads nowhere' };
  if (!end.startsWith(real.endsWith(sep) ? real : real + sep)) return { problem: 'a link that leads out of the folder, which is not followed' };
  const target = statSync(end, { bigint: true });
  return { target: relative(real, end), ...(target.isFile() ? {} : { problem: `a link to ${kindOf(target)}` }) };
}

function endOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
