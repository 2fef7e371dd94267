import { describe, expect, it } from 'vitest';
import type { DirectoryEntry, FileSystem } from './file-system.ts';
import { lookup, tracePath } from './lookup.ts';

const ROOT = 1;
const FOLDER = 2;
const FILE = 3;

/** `/EFI/Übung.efi`, which is `UBUNG~1.EFI` as well. */
function tree(caseInsensitive?: boolean): FileSystem {
  const entries: Record<number, DirectoryEntry[]> = {
    [ROOT]: [{ name: 'EFI', inode: FOLDER }],
    [FOLDER]: [{ name: 'Übung.efi', inode: FILE, alias: 'UBUNG~1.EFI' }],
  };
  return {
    rootInode: ROOT,
    ...(caseInsensitive === undefined ? {} : { caseInsensitive }),
    stat: (inode: number) => ({ inode, type: inode === FILE ? 'file' : 'directory' }),
    list: (inode: number) => entries[inode]!,
  } as unknown as FileSystem;
}

describe('lookup', () => {
  it.each([
    ['its exact name', '/EFI/Übung.efi', FILE],
    ['another case', '/efi/übung.EFI', FILE],
    ['the alias', '/EFI/ubung~1.efi', FILE],
    ['a name that is not there', '/EFI/ubung.efi', undefined],
    ['a letter of another script that looks alike', '/EFı/Übung.efi', undefined],
  ])('finds a case-insensitive name by %s', (_, path, expected) => expect(lookup(tree(true), path)?.inode).toBe(expected));

  it.each([
    ['its exact name', '/EFI/Übung.efi', FILE],
    ['another case', '/efi/Übung.efi', undefined],
    ['the alias', '/EFI/UBUNG~1.EFI', FILE],
  ])('compares exactly where the filesystem does not say otherwise: %s', (_, path, expected) => expect(lookup(tree(), path)?.inode).toBe(expected));
});

/** `/usr` → `sr/usr`, `/sr/usr/a` → `/usr/b`, `/loop` → itself. */
function linkedTree(): FileSystem & { listed: number } {
  const links: Record<number, string> = { 10: 'sr/usr', 11: '/usr/b', 12: 'loop' };
  const names: Record<number, Record<string, number>> = { 1: { usr: 10, sr: 2, loop: 12 }, 2: { usr: 3 }, 3: { a: 11, b: 20 } };
  const fs = {
    rootInode: 1,
    listed: 0,
    stat: (inode: number) => ({ inode, type: inode in links ? 'symlink' : inode in names ? 'directory' : 'file' }),
    readLink: (inode: number) => links[inode]!,
    list: (inode: number) => {
      fs.listed++;
      return Object.entries(names[inode]!).map(([name, child]) => ({ name, inode: child }));
    },
  };
  return fs as unknown as FileSystem & { listed: number };
}

describe('tracePath', () => {
  it('tells the path without symlinks, and those on the way', () => {
    expect(tracePath(linkedTree(), '/usr/./a')).toEqual({
      path: '/sr/usr/b',
      stat: { inode: 20, type: 'file' },
      links: [
        { path: '/usr', target: 'sr/usr' },
        { path: '/sr/usr/a', target: '/usr/b' },
        { path: '/usr', target: 'sr/usr' },
      ],
    });
    expect(tracePath(linkedTree(), '/usr/a', { followLast: false })).toMatchObject({ path: '/sr/usr/a', stat: { type: 'symlink' } });
    expect(tracePath(linkedTree(), '/usr/c')).toBeUndefined();
    expect(() => tracePath(linkedTree(), '/loop')).toThrow(/more than 40 symlinks/);
  });

  it('lists a folder once when it may remember', () => {
    const fs = linkedTree();
    const folders = new Map();
    for (let round = 0; round < 3; round++) expect(lookup(fs, '/usr/a', { folders })?.inode).toBe(20);
    expect(fs.listed).toBe(3);
    expect(lookup(fs, '/usr/c', { folders })).toBeUndefined();
  });
});
