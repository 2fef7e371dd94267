import { describe, expect, it } from 'vitest';
import type { DirectoryEntry, FileSystem } from './file-system.ts';
import { lookup } from './lookup.ts';

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
