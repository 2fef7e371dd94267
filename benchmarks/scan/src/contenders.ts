import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MeasuredImage } from './lab-parts.ts';
import type { Contender } from './measure.ts';

const READ_TREE = fileURLToPath(new URL('./read-tree.ts', import.meta.url));
const IN_MEMORY = '/dev/shm/staticfire-bench';

/** Where peers write what they read: to a disk and, where there is one, to memory, where writing costs least. */
export function dumpTargets(work: string): { readonly name: string; readonly folder: string }[] {
  const targets = [
    { name: '', folder: join(work, 'dump') },
    { name: ' to memory', folder: IN_MEMORY },
  ];
  return targets.filter(({ folder }) => existsSync(dirname(folder)));
}

export function node(name: string, ...args: readonly string[]): Contender {
  return { name, command: process.execPath, args };
}

export function scanOf(name: string, bundle: string, image: string): Contender {
  return node(name, bundle, 'scan', image, '--quiet', '--fail-on', 'none');
}

/** All files of a root filesystem, in this process's own threads; the time to start them is not counted. */
export function readTree(name: string, root: string, threads: number): Contender {
  return { ...node(name, READ_TREE, root, String(threads)), reportsSeconds: true };
}

export function verifyTree(name: string, { root, hash, rootHash }: MeasuredImage): Contender {
  return { name, command: 'veritysetup', args: ['verify', root, hash, rootHash] };
}

export function debugfsDump(name: string, root: string, folder: string): Contender {
  return { name, command: 'debugfs', args: ['-R', `rdump / ${folder}`, root], prepare: () => fresh(folder) };
}

export function erofsExtract(name: string, root: string, folder: string): Contender {
  return { name, command: 'fsck.erofs', args: [`--extract=${join(folder, 'tree')}`, root], prepare: () => fresh(folder) };
}

function fresh(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
