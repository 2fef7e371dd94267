import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender } from './measure.ts';
import type { MeasuredImage } from './measured-image.ts';
import { dropPages } from './page-cache.ts';

const IN_MEMORY = '/dev/shm/staticfire-bench';

/** Where peers write what they read. */
export interface DumpTarget {
  /** Stands behind the peer's name. */
  readonly suffix: string;
  readonly folder: string;
}

/** To a disk and, where there is one, to memory, where writing costs least. */
export function dumpTargets(work: string): readonly DumpTarget[] {
  const targets = [
    { suffix: '', folder: join(work, 'dump') },
    { suffix: ' to memory', folder: IN_MEMORY },
  ];
  return targets.filter(({ folder }) => existsSync(dirname(folder)));
}

export function removeDumps(work: string): void {
  for (const { folder } of dumpTargets(work)) rmSync(folder, { recursive: true, force: true });
}

export function program(name: string, command: string, ...args: readonly string[]): Contender {
  return { name, command, args };
}

export function node(name: string, ...args: readonly string[]): Contender {
  return program(name, process.execPath, ...args);
}

/** A program of the folder `processes` that measures itself. */
export function inProcess(name: string, file: string, ...args: readonly string[]): Contender {
  return { ...node(name, fileURLToPath(new URL(`./processes/${file}`, import.meta.url)), ...args), printsFigures: true };
}

/** The whole command, as a user runs it. */
export function scanOf(name: string, bundle: string, ...paths: readonly string[]): Contender {
  return node(name, bundle, 'scan', ...paths, '--quiet', '--fail-on', 'none');
}

/** Nothing of its image is in the page cache when it starts. */
export function cold(contender: Contender, image: string): Contender {
  return { ...contender, prepare: () => dropPages(image) };
}

/** All files of a filesystem, in this process's own threads. */
export function readTree(name: string, filesystem: string, threads: number): Contender {
  return inProcess(name, 'read-tree.ts', filesystem, String(threads));
}

export function verifyTree(name: string, { root, hash, rootHash }: MeasuredImage): Contender {
  return program(name, 'veritysetup', 'verify', root, hash, rootHash);
}

export function debugfsDump(name: string, root: string, folder: string): Contender {
  return { ...program(name, 'debugfs', '-R', `rdump / ${folder}`, root), prepare: () => fresh(folder) };
}

export function erofsExtract(name: string, root: string, folder: string): Contender {
  return { ...program(name, 'fsck.erofs', `--extract=${join(folder, 'tree')}`, root), prepare: () => fresh(folder) };
}

export function squashfsExtract(name: string, root: string, folder: string): Contender {
  return { ...program(name, 'unsquashfs', '-quiet', '-no-progress', '-processors', '1', '-d', join(folder, 'tree'), root), prepare: () => fresh(folder) };
}

export function fatCopy(name: string, filesystem: string, folder: string): Contender {
  return { ...program(name, 'mcopy', '-s', '-n', '-i', filesystem, '::*', folder), prepare: () => fresh(folder) };
}

function fresh(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
