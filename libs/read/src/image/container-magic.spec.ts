import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../block-source/index.ts';
import { openImage } from './image.ts';

const DISK = Buffer.alloc(64 * 1024, 7);
const tar = Buffer.alloc(1024);
tar.write('ustar', 257);

describe('openImage on what is no raw disk', () => {
  it.each([
    ['gzip', gzipSync(DISK), /a gzip file/],
    ['zstd', zstdCompressSync(DISK), /a zstd frame/],
    ['LZ4', Buffer.from('04224d18', 'hex'), /an LZ4 frame/],
    ['xz', Buffer.from('fd377a585a00', 'hex'), /an xz file/],
    ['qcow2', Buffer.from('514649fb00000003', 'hex'), /a qcow2 disk/],
    ['VMDK', Buffer.from('KDMV'), /a VMDK disk/],
    ['OVA', tar, /a tar archive/],
  ])('names %s and asks for the raw disk', (_, bytes, message) => {
    const open = () => openImage(memorySource(bytes));
    expect(open).toThrow(message);
    expect(open).toThrow(/unpack it/);
  });

  it('leaves other bytes to the partition table', () => {
    expect(() => openImage(memorySource(brotliCompressSync(DISK)))).toThrow(/GPT header|image/);
  });
});
