import { describe, expect, it } from 'vitest';
import { readBytes } from '../block-source/index.ts';
import { FormatError, LimitError } from '../bytes/index.ts';
import { openFileContent } from './file-content.ts';
import type { FileSystem, FileType } from './file-system.ts';

interface Entry {
  readonly type: FileType;
  readonly text?: string;
  readonly size?: number;
}

const FILES: Readonly<Record<string, Entry>> = {
  file: { type: 'file', text: 'abcdefgh' },
  empty: { type: 'file', text: '' },
  link: { type: 'symlink', text: 'file' },
  dangling: { type: 'symlink', text: 'nothing' },
  folder: { type: 'directory' },
  pipe: { type: 'fifo' },
  short: { type: 'file', text: 'abc', size: 10 },
  full: { type: 'file', text: '', size: 16 * 100 },
  sparse: { type: 'file', text: '', size: 16 * 100 + 1 },
};

/** One folder on a filesystem of 100 bytes, or of `length`. */
function filesystem(length = 100): FileSystem {
  const entries = Object.entries(FILES);
  const of = (inode: number): Entry => entries[inode - 2]?.[1] ?? { type: 'directory' };
  const readInto = (inode: number, offset: number, target: Uint8Array) => {
    const bytes = Buffer.from(of(inode).text ?? '').subarray(offset, offset + target.length);
    target.set(bytes);
    return bytes.length;
  };
  return {
    info: { length },
    rootInode: 1,
    stat: (inode: number) => ({ inode, type: of(inode).type, size: of(inode).size ?? of(inode).text?.length ?? 0 }),
    list: () => entries.map(([name], index) => ({ name, inode: index + 2 })),
    readLink: (inode: number) => of(inode).text,
    readInto,
    read: (inode: number, offset: number, size: number) => {
      const target = new Uint8Array(size);
      return target.subarray(0, readInto(inode, offset, target));
    },
  } as unknown as FileSystem;
}

const open = (path: string) => openFileContent(filesystem(), path)!;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('openFileContent', () => {
  it.each([
    ['from its start', '/file', 0, 3, 'abc'],
    ['to its end', '/file', 5, 3, 'fgh'],
    ['nothing at its end', '/file', 8, 0, ''],
    ['through a link', '/link', 2, 2, 'cd'],
    ['nothing of an empty file', '/empty', 0, 0, ''],
  ])('reads %s', (_, path, offset, length, expected) => expect(text(readBytes(open(path), offset, length))).toBe(expected));

  it('reads into several targets one after another', () => {
    const targets = [new Uint8Array(2), new Uint8Array(0), new Uint8Array(3)];
    open('/file').readVector(targets, 1);
    expect(targets.map(text)).toEqual(['bc', '', 'def']);
  });

  it('gives the file’s own offsets and length', () => expect(open('/file')).toMatchObject({ length: 8, origin: 0 }));

  it('can be handed to a worker', () => expect(open('/file').describe()).toEqual({ kind: 'memory', bytes: new Uint8Array(Buffer.from('abcdefgh')) }));

  it.each(['/nothing', '/dangling', '/file/deeper', '/folder/x'])('%s is not there', (path) => expect(openFileContent(filesystem(), path)).toBeUndefined());

  it.each(['/folder', '/pipe', '/'])('%s is no regular file', (path) => expect(() => open(path)).toThrow(LimitError));

  it('opens files of up to 16 times their filesystem', () => {
    expect(open('/full').length).toBe(1600);
    expect(() => open('/sparse')).toThrow(LimitError);
  });

  it.each([
    ['past the end', '/file', 6, 3],
    ['before the start', '/file', -1, 1],
  ])('refuses to read %s', (_, path, offset, length) => expect(() => readBytes(open(path), offset, length)).toThrow(FormatError));

  it('tells where content ends before its size', () => {
    expect(text(readBytes(open('/short'), 0, 3))).toBe('abc');
    expect(() => readBytes(open('/short'), 1, 5)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ structure: '/short', offset: 3 }) }));
  });

  it('copies at most 512 MiB', () => {
    const size = 512 * 1024 * 1024 + 1;
    const fs = filesystem(size);
    const source = openFileContent({ ...fs, stat: (inode) => (inode === 2 ? { ...fs.stat(inode), size } : fs.stat(inode)) }, '/file')!;
    expect(() => source.describe()).toThrow(LimitError);
  });
});
