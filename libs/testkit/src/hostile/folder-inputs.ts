import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFolder } from '../lab/build-folder.ts';
import { demo } from '../lab/recipes/demo.ts';
import type { HostileInput } from './hostile-input.ts';

const STEM = 'bottlerocket-aws-k8s-1.30-x86_64-1.26.1-943d9a41';
const LZ4_MAGIC = Buffer.from([0x04, 0x22, 0x4d, 0x18]);

export const folderInputs: readonly HostileInput[] = [
  {
    name: 'folder: disks of two builds',
    make: withFiles('a.img', 'b.img'),
    exitCodes: [3],
    words: ['files of 2 builds are disk', 'name the one that is meant'],
  },
  { name: 'folder: no disk', make: withFiles('notes.txt'), exitCodes: [3], words: ['no disk of a build'] },
  {
    name: 'folder: more names than are listed',
    make: withFiles(...Array.from({ length: 10_001 }, (_, index) => `${index}`)),
    exitCodes: [3],
    words: ['more than 10000 names'],
  },
  {
    name: 'folder: the disk is a link out of it',
    make: async (path) => {
      await mkdir(path);
      await symlink('/dev/zero', join(path, 'a.img'));
    },
    exitCodes: [3],
    words: ['leads out of the folder'],
  },
  {
    name: 'folder: the disk is a pipe',
    make: async (path) => {
      await mkdir(path);
      execFileSync('mkfifo', [join(path, 'a.img')]);
    },
    exitCodes: [3],
    words: ['is a pipe'],
  },
  {
    name: 'folder: links in circles and to nowhere, pipes, and names for terminals',
    make: beside(async (path) => {
      await symlink(`${STEM}-boot.ext4`, join(path, 'b-boot.ext4'));
      await symlink('c-root.ext4', join(path, 'c-root.ext4'));
      await symlink('/etc/passwd', join(path, '\u001b]0;title\u0007\u001b[31m-root.verity'));
      execFileSync('mkfifo', [join(path, 'd-boot.ext4')]);
    }),
    exitCodes: [3],
    // A report tells of the first one.
    words: ['\\x1b]0;title', 'leads out of the folder'],
  },
  {
    name: 'folder: a partition image of a tebibyte of holes',
    make: beside(async (path) => {
      await writeFile(join(path, 'x-root.verity'), '');
      await truncate(join(path, 'x-root.verity'), 2 ** 40);
    }),
    exitCodes: [1, 3],
    words: ['x-root.verity'],
  },
  {
    name: 'folder: a partition image that is an LZ4 magic alone',
    make: beside((path) => writeFile(join(path, 'x-root.ext4.lz4'), LZ4_MAGIC)),
    exitCodes: [3],
    words: ['x-root.ext4.lz4'],
  },
];

function withFiles(...names: readonly string[]): (path: string) => Promise<void> {
  return async (path) => {
    await mkdir(path);
    for (const name of names) await writeFile(join(path, name), 'x');
  };
}

/** Beside what one build wrote. */
function beside(add: (path: string) => Promise<void>): (path: string) => Promise<void> {
  return async (path) => {
    await buildFolder(demo, path, 'raw');
    await add(path);
  };
}
