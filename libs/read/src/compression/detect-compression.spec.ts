import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectCompression } from './detect-compression.ts';

describe('detectCompression', () => {
  it.each([
    ['gzip', gzipSync(Buffer.from('a'))],
    ['zstd', zstdCompressSync(Buffer.from('a'))],
    ['xz', Buffer.from('fd377a585a000004', 'hex')],
    ['lz4', Buffer.from('04224d1864', 'hex')],
    ['lz4-legacy', Buffer.from('02214c1800', 'hex')],
    ['bzip2', Buffer.from('BZh9')],
    ['lzma', Buffer.from('5d00008000ffffffff', 'hex')],
    [undefined, Buffer.from('7f454c46', 'hex')],
    [undefined, Buffer.of(0x1f)],
    [undefined, Buffer.alloc(0)],
  ])('says %s', (expected, bytes) => {
    expect(detectCompression(bytes)).toBe(expected);
  });
});
