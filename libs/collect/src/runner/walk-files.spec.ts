import { FormatError } from '@staticfire/read/bytes';
import type { FileStat, FileSystem } from '@staticfire/read/filesystem';
import { describe, expect, it } from 'vitest';
import type { AnyFileCollector, VisitedFile } from '../collector.ts';
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

const evidenceOf = (root: FileSystem, boot?: FileSystem) => {
  return { bank: 'A', fileSystem: (role: string) => (role === 'ROOT' ? root : boot), partition: () => undefined } as unknown as BankEvidence;
};
const collect = (fs: FileSystem) => walkFiles([collectRootInventory, collectRootPermissions, collectRootShells], evidenceOf(fs), () => {});

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

  it('a collector that cannot start, or not finish, fails alone; one that does not start is absent', async () => {
    const fail = () => {
      throw new FormatError({ structure: 'table', message: 'it is damaged' });
    };
    const collector = (start: AnyFileCollector['start']): AnyFileCollector => ({ fact: collectRootInventory.fact, start });
    const visit = () => undefined;
    const others = [collector(fail), collector(() => ({ visit, finish: fail })), collector(() => undefined)];
    const facts = await walkFiles([...others, collectRootInventory], evidenceOf(fileSystemOf([1], 1024)), () => {});
    expect(facts.map(({ state }) => state)).toEqual(['unreadable', 'unreadable', 'absent', 'present']);
  });

  it('shows BOOT to those that want it, after ROOT', async () => {
    const boot = { ...fileSystemOf([1], 1024), info: { ...fileSystemOf([], 1024).info, label: 'boot' } };
    const seen: string[] = [];
    const visitor = { visit: ({ partition, path }: VisitedFile) => void seen.push(`${partition} ${path}`), finish: () => ({}) };
    const wanting = (label: string): AnyFileCollector => ({ fact: collectRootInventory.fact, wantsBoot: (info) => info.label === label, start: () => visitor });
    const evidence = evidenceOf(fileSystemOf([1], 1024), boot);
    await walkFiles([wanting('other')], evidence, () => {});
    expect(seen.splice(0)).toEqual(['ROOT /', 'ROOT /file-0']);
    const [, inventory] = await walkFiles([wanting('boot'), collectRootInventory], evidence, () => {});
    expect(seen).toEqual(['ROOT /', 'ROOT /file-0', 'BOOT /', 'BOOT /file-0']);
    expect(inventory).toMatchObject({ value: { files: 1 } });
  });

  it('content in any order counts against the same budget', async () => {
    const read: (number | string)[] = [];
    const visit = ({ openContent }: VisitedFile) => {
      if (openContent === undefined) return undefined;
      try {
        for (;;) {
          openContent().readInto(new Uint8Array(1024), 4096);
          read.push(1024);
        }
      } catch (error) {
        read.push((error as Error).name);
      }
      return undefined;
    };
    await walkFiles([{ fact: collectRootInventory.fact, start: () => ({ visit, finish: () => ({}) }) }], evidenceOf(fileSystemOf([8192], 1024)), () => {});
    expect(read).toEqual([1024, 1024, 1024, 1024, 'LimitError']);
  });
});
