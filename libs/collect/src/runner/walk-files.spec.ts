import type { FileStat, FileSystem } from '@staticfire/read/filesystem';
import { describe, expect, it } from 'vitest';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { collectRootInventory } from '../root-inventory/collect-root-inventory.ts';
import { collectRootPermissions } from '../root-permissions/collect-root-permissions.ts';
import { collectRootShells } from '../root-shells/collect-root-shells.ts';
import { walkFiles } from './walk-files.ts';

const ELF = Buffer.from('7f454c4602010100000000000000000003003e00', 'hex');

/** A filesystem of one directory with files of the given sizes that all start like a program. */
function fileSystemOf(sizes: readonly number[], length: number): FileSystem {
  const stat = (inode: number): FileStat => {
    const common = { inode, mode: 0o755, uid: 0, gid: 0, links: 1, mtime: 0n };
    return inode === 2 ? { ...common, type: 'directory', size: 0 } : { ...common, type: 'file', size: sizes[inode - 3]! };
  };
  return {
    info: { type: 'ext4', blockSize: 4096, length, uuid: '', label: '', features: [], clean: true },
    rootInode: 2,
    stat,
    list: () => sizes.map((_, index) => ({ name: `file-${index}`, inode: index + 3 })),
    readLink: () => '',
    xattrs: () => [],
    read: () => Buffer.alloc(0),
    readInto: (_, offset, target) => {
      target.fill(0);
      if (offset === 0) target.set(ELF.subarray(0, target.length));
      return target.length;
    },
    runs: () => [],
    metadataAt: () => undefined,
    metadataRuns: () => [],
  };
}

const collect = (fs: FileSystem) => {
  const evidence = { bank: 'A', fileSystem: () => fs, partition: () => undefined } as unknown as BankEvidence;
  return walkFiles([collectRootInventory, collectRootPermissions, collectRootShells], evidence, () => {});
};

describe('walkFiles', () => {
  it('does not read a sparse file of a pebibyte to its end', async () => {
    const [inventory, permissions, shells] = await collect(fileSystemOf([2 ** 50, 1000], 1024 * 1024));
    expect(inventory).toMatchObject({ value: { complete: false, unreadable: [{ path: '/file-0', error: { kind: 'limit' } }] } });
    expect(shells).toMatchObject({ value: { shells: [{ $unreadable: { kind: 'limit' } }] } });
    expect(permissions).toMatchObject({ value: { notable: [] } });
  });

  it('reads files that the filesystem can hold', async () => {
    const [inventory] = await collect(fileSystemOf([1_000_000, 24], 4 * 1024 * 1024));
    expect(inventory).toMatchObject({ value: { complete: true, files: 2, bytes: 1_000_024 } });
  });
});
