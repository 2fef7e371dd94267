import { realpathSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { folderOf } from '@staticfire/evaluate/authoring';
import type { Pack, PackFile } from '@staticfire/evaluate/packs';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';
import { readPackFolder } from './pack-folder.ts';

/** Packs that a command is about, with all that they may build on. */
export interface NamedPacks {
  /** Shipped ones first; a folder of shipped packs is not read twice. */
  readonly files: readonly PackFile[];
  /** Whether the command is about a pack that was loaded from the files. */
  readonly isNamed: (pack: Pack) => boolean;
  /** The folder of such a pack on this machine. */
  readonly homeOf: (pack: Pack) => string;
}

/** Without folders the packs that ship with staticfire, which lie below `root`. Throws UsageError. */
export function readNamedPacks(folders: readonly string[], root: string, shipped: readonly PackFile[]): NamedPacks {
  const places = folders.map((folder) => ({ folder, real: realPath(folder) }));
  const policies = realPath(join(root, 'policies'));
  const own = places.filter(({ real }) => !isBelow(real, policies));
  const ofShipped = places.filter(({ real }) => isBelow(real, policies));
  const homeOf = (pack: Pack) => (pack.foreign ? folderOf(pack) : join(root, folderOf(pack)));
  return {
    files: [...shipped, ...own.flatMap(({ folder }) => readPackFolder(folder))],
    isNamed: (pack) => pack.foreign || folders.length === 0 || ofShipped.some(({ real }) => isBelow(realPath(homeOf(pack)), real)),
    homeOf: (pack) => resolve(homeOf(pack)),
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new UsageError(`${path}: ${describeFileError(error)}`, { cause: error });
  }
}
