import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../bytes/index.ts';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { type DiskCompression, openCompressedDisk } from './open-compressed-disk.ts';

const DISK = Buffer.concat([sampleBytes(700_000, 4), Buffer.alloc(900_000), sampleBytes(300_000, 5)]);
const zstd = (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const halves = (compress: (bytes: Uint8Array) => Buffer) => Buffer.concat([compress(DISK.subarray(0, 600_000)), compress(DISK.subarray(600_000))]);
const open = (bytes: Uint8Array, compression: DiskCompression) => openCompressedDisk(memorySource(bytes, 100), compression);
const content = (source: BlockSource) => Buffer.from(readBytes(source, 0, source.length));
const changed = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? bytes.length + at : at]! ^= 1;
  return copy;
};
const skippable = Buffer.from('502a4d1803000000616263', 'hex');

describe('openCompressedDisk', () => {
  it.each<[string, DiskCompression, Buffer]>([
    ['a gzip member', 'gzip', gzipSync(DISK)],
    ['gzip members', 'gzip', halves(gzipSync)],
    ['gzip members, one empty, with zeros behind them', 'gzip', Buffer.concat([halves(gzipSync), gzipSync(Buffer.alloc(0)), Buffer.alloc(600_000)])],
    ['a zstd frame', 'zstd', zstd(DISK)],
    ['zstd frames and skippable ones', 'zstd', Buffer.concat([skippable, halves(zstd), skippable])],
  ])('inflates %s', async (_, compression, bytes) => {
    const source = await open(bytes, compression);
    expect(source.origin).toBe(0);
    expect(content(source).equals(DISK)).toBe(true);
  });

  it.each<[string, DiskCompression, Buffer, RegExp]>([
    ['a wrong gzip checksum', 'gzip', changed(gzipSync(DISK), -7), /gzip trailer, CRC32 at byte \d{5}/],
    ['a wrong gzip length', 'gzip', changed(gzipSync(DISK), -2), /gzip trailer, ISIZE/],
    ['damaged gzip data', 'gzip', changed(gzipSync(DISK), 30_000), /damaged|CRC32|wanted/],
    ['bytes behind a gzip member', 'gzip', Buffer.concat([gzipSync(DISK), Buffer.from('\0garbage', 'latin1')]), /neither another member nor zeros/],
    ['a second gzip member that is damaged', 'gzip', Buffer.concat([gzipSync(DISK), changed(gzipSync(DISK), 2)]), /CM/],
    ['a wrong zstd checksum', 'zstd', changed(zstd(DISK), -1), /damaged/],
    ['bytes behind a zstd frame', 'zstd', Buffer.concat([zstd(DISK), Buffer.from('garbage')]), /magic/],
    ['less than a magic behind a zstd frame', 'zstd', Buffer.concat([zstd(DISK), Buffer.of(0x28, 0xb5)]), /lie outside/],
  ])('refuses %s', async (_, compression, bytes, message) => {
    await expect(open(bytes, compression)).rejects.toThrow(FormatError);
    await expect(open(bytes, compression)).rejects.toThrow(message);
  });

  it.each<[DiskCompression, Buffer]>([
    ['gzip', gzipSync(DISK)],
    ['zstd', zstd(DISK)],
  ])('refuses a truncated %s file', async (compression, bytes) => {
    const lengths = [...Array.from({ length: 30 }, (_, index) => index + 1), ...Array.from({ length: 30 }, (_, index) => bytes.length - 1 - index * 3), 5000];
    for (const length of lengths) await expect(open(bytes.subarray(0, length), compression), `${length} bytes`).rejects.toThrow(FormatError);
  });

  it('passes on the error of a file that can no longer be read', async () => {
    const failure = Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
    const inner = memorySource(gzipSync(sampleBytes(3_000_000)));
    const file: BlockSource = {
      ...inner,
      readInto(target, offset) {
        if (offset > 300_000) throw failure;
        inner.readInto(target, offset);
      },
    };
    await expect(openCompressedDisk(file, 'gzip')).rejects.toBe(failure);
  });

  it('takes a thousand empty gzip members for an empty disk', async () => {
    const many = Buffer.concat(Array.from({ length: 1000 }, () => gzipSync(Buffer.alloc(0))));
    expect((await open(many, 'gzip')).length).toBe(0);
  });
});
