import { describe, expect, it } from 'vitest';
import { memorySource } from '../block-source/index.ts';
import { FormatError, UnsupportedError } from '../bytes/index.ts';
import { isKnownFileSystem, openFileSystem } from './open-file-system.ts';

const ORIGIN = 4096;
/** Zeros with `bytes` at `offset`, in the image from byte 4096. */
function source(length: number, offset = 0, bytes: readonly number[] = []) {
  const content = Buffer.alloc(length);
  content.set(bytes, offset);
  return memorySource(content, ORIGIN);
}
const XFS = [0x58, 0x46, 0x53, 0x42];
const KIB = 1024;

describe('openFileSystem', () => {
  it.each([
    ['of no bytes', source(0)],
    ['shorter than any magic', source(2)],
    ['of 64 KiB', source(64 * KIB)],
    ['of more', source(200 * KIB)],
  ])('zeros %s are no filesystem', (_, zeros) => {
    expect(openFileSystem(zeros)).toBeUndefined();
    expect(isKnownFileSystem(zeros)).toBe(false);
  });

  it.each([
    ['btrfs', 65_600, [0x5f, 0x42, 0x48, 0x52, 0x66, 0x53, 0x5f, 0x4d]],
    ['f2fs', 1024, [0x10, 0x20, 0xf5, 0xf2]],
  ])('%s is named, not read', (name, offset, magic) => {
    const content = source(100 * KIB, offset, magic);
    expect(isKnownFileSystem(content)).toBe(true);
    expect(() => openFileSystem(content)).toThrow(UnsupportedError);
    expect(() => openFileSystem(content)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ offset: ORIGIN, found: name }) }));
  });

  it.each([
    ['a byte at the start', source(100 * KIB, 0, [1])],
    ['a byte at the end of the first 64 KiB', source(100 * KIB, 64 * KIB - 1, [1])],
    ['less than 64 KiB', source(10, 9, [1])],
    ['part of a magic', source(3, 0, XFS.slice(0, 3))],
    ['a magic elsewhere', source(100 * KIB, 512, XFS)],
  ])('other bytes are damage: %s', (_, content) => {
    expect(isKnownFileSystem(content)).toBe(false);
    expect(() => openFileSystem(content)).toThrow(FormatError);
  });

  it.each([
    ['ext4', 1080, [0x53, 0xef]],
    ['EROFS', 1024, [0xe2, 0xe1, 0xf5, 0xe0]],
    ['squashfs', 0, [0x68, 0x73, 0x71, 0x73]],
    ['XFS', 0, XFS],
  ])('%s that is nothing but its magic is known and damaged', (_, offset, magic) => {
    const content = source(100 * KIB, offset, magic);
    expect(isKnownFileSystem(content)).toBe(true);
    expect(() => openFileSystem(content)).toThrow();
  });
});
