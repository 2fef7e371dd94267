import { FormatError, LimitError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import type { ContentStore } from './content-store.ts';
import { Inventory } from './inventory.ts';
import type { TarEntry } from './tar/tar-entry.ts';

const store = { length: 0, append: () => {} } as unknown as ContentStore;
const entry = (type: TarEntry['type'], path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  ...{ type, path: path.split('/').filter((part) => part !== ''), mode: 0o644, uid: 1, gid: 2, size: 0, mtime: 0n, target: '', xattrs: [], ...more },
});
const lstat = (mode: number) => `st_ino: 12\nst_mode: ${mode}\nst_nlink: 2\nst_uid: 5\nst_gid: 6\nst_size: 1024\nst_mtime_sec: 7\nst_mtime_nsec: 9\n`;
const DIRECTORY = 0o040755;
const SOCKET = 0o140700;

function inventoryOf(...entries: readonly TarEntry[]): Inventory {
  const inventory = new Inventory(store, 1000);
  for (const each of entries) inventory.entry(each);
  return inventory;
}

describe('Inventory', () => {
  it('is a tree with the names in their order', () => {
    const { nodes } = inventoryOf(entry('directory', ''), entry('file', 'b'), entry('directory', 'a'), entry('symlink', 'a/c', { target: 'é' }));
    expect(nodes.map(({ path, size }) => [path, size])).toEqual([
      ['/', 0],
      ['/b', 0],
      ['/a', 0],
      ['/a/c', 2],
    ]);
    expect(nodes[0]!.children).toEqual([
      { name: 'b', number: 2 },
      { name: 'a', number: 3 },
    ]);
    expect(nodes[2]!.children).toEqual([{ name: 'c', number: 4 }]);
  });

  it('has one node for the names of one file', () => {
    const inventory = inventoryOf(entry('directory', ''), entry('file', 'a'), entry('hard-link', 'b', { target: './a' }));
    expect(inventory.nodes).toHaveLength(2);
    expect(inventory.find('/b')).toBe(inventory.find('/a'));
    expect(inventory.find('/b')).toMatchObject({ links: 2 });
  });

  it('takes size and links of a folder from lstat, and all of a socket', () => {
    const inventory = inventoryOf(entry('directory', '', { mode: 0o700 }));
    inventory.setStat('/', lstat(DIRECTORY));
    inventory.setStat('/s', lstat(SOCKET));
    expect(inventory.nodes[0]).toMatchObject({ mode: 0o700, links: 2, size: 1024 });
    expect(inventory.nodes[1]).toMatchObject({ type: 'socket', path: '/s', mode: 0o700, uid: 5, gid: 6, mtime: 7_000_000_009n });
  });

  it.each<[string, RegExp, readonly TarEntry[]]>([
    ['no root', /the root comes first/, [entry('file', 'a')]],
    ['a second root', /the root comes first/, [entry('directory', ''), entry('directory', '')]],
    ['a name in no folder', /its folder did not come before it/, [entry('directory', ''), entry('file', 'a/b')]],
    ['a name in a file', /its folder did not come before it/, [entry('directory', ''), entry('file', 'a'), entry('file', 'a/b')]],
    ['a link to nothing', /a link to a name that did not/, [entry('directory', ''), entry('hard-link', 'b', { target: 'a' })]],
  ])('refuses %s', (_, message, entries) => {
    expect(() => inventoryOf(...entries)).toThrow(FormatError);
    expect(() => inventoryOf(...entries)).toThrow(message);
  });

  it('refuses names that are neither in the archive nor sockets, or that have no inode', () => {
    const inventory = inventoryOf(entry('directory', ''));
    expect(() => inventory.setStat('/x', lstat(0o100644))).toThrow(/could not archive \/x, a file/);
    expect(() => inventory.setStat('/x', undefined)).toThrow(/could not read the inode of \/x/);
  });

  it('refuses more content than it was told to keep', () => {
    const inventory = inventoryOf(entry('directory', ''), entry('file', 'a', { size: 600 }));
    expect(() => inventory.entry(entry('file', 'b', { size: 401 }))).toThrow(LimitError);
  });

  it('refuses more than 64 MiB of names and attributes', () => {
    const inventory = inventoryOf(entry('directory', ''));
    const xattrs = [{ name: 'user.x', value: new Uint8Array(64 * 1024 * 1024) }];
    expect(() => inventory.entry(entry('file', 'b', { xattrs }))).toThrow(LimitError);
  });
});
