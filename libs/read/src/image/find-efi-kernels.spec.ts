import { arm64Image, ukiFile, vmlinux, wrapBzImage } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import type { FileStat, FileSystem } from '../filesystem/index.ts';
import { findEfiKernels } from './find-efi-kernels.ts';

/** One directory of files. */
function folderOf(files: Readonly<Record<string, Uint8Array>>): FileSystem {
  const entries = Object.entries(files);
  const stat = (inode: number): FileStat => {
    const common = { inode, mode: 0o755, uid: 0, gid: 0, links: 1, mtime: 0n };
    return inode === 1 ? { ...common, type: 'directory', size: 0 } : { ...common, type: 'file', size: entries[inode - 2]![1].length };
  };
  return {
    info: { type: 'vfat', blockSize: 512, length: 2 ** 24, uuid: '', label: '', features: [], clean: true },
    rootInode: 1,
    stat,
    list: () => entries.map(([name], index) => ({ name, inode: index + 2 })),
    readLink: () => '',
    xattrs: () => [],
    read: (inode, offset, length) => entries[inode - 2]![1].subarray(offset, offset + length),
    readInto: (inode, offset, target) => {
      const part = entries[inode - 2]![1].subarray(offset, offset + target.length);
      target.set(part);
      return part.length;
    },
    runs: () => [],
    metadataAt: () => undefined,
    metadataRuns: () => [],
  };
}

const BODY = { version: '6.1.1', config: 'CONFIG_A=y\n', codeLength: 64 };
const section = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });

describe('findEfiKernels', () => {
  it.each([
    ['a UKI', ukiFile({ machine: 'x64', sections: [section('.linux', 'kernel')] }), true],
    ['a bzImage', wrapBzImage('6.1.1', Buffer.from('payload')), true],
    ['an arm64 Image', arm64Image(BODY), true],
    ['a program', ukiFile({ machine: 'x64', sections: [section('.sbat', 'sbat,1,x\n')] }), false],
    ['an ELF file, which firmware cannot start', vmlinux(BODY), false],
    ['a damaged PE file', Buffer.from(`MZ${'\0'.repeat(58)}\xff\xff\xff\x7f`, 'latin1'), false],
    ['text', Buffer.from('fs0:\n'), false],
    ['nothing', Buffer.alloc(0), false],
  ])('%s', (_, bytes, expected) => {
    expect(findEfiKernels(folderOf({ 'grubx64.efi': bytes }))).toEqual(expected ? ['/grubx64.efi'] : []);
  });

  it('has a limit', () => {
    const files = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${index}`, Buffer.from('x')]));
    expect(() => findEfiKernels(folderOf(files))).toThrow('more than 1000 files');
  });
});
