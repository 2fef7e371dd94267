import { constants, crc32, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../bytes/index.ts';
import { BZIP2_NUMBERS, BZIP2_TEXT, NUMBERS, TEXT } from '../../compression/fixtures/bzip2-fixture.ts';
import { LONG_TEXT, LONG_XZ } from '../../compression/fixtures/long-xz-fixture.ts';
import { lz4Block, lz4Frame, word } from '../../compression/fixtures/lz4-fixture.ts';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { storedLzma2, xzStream } from '../../compression/fixtures/xz-fixture.ts';
import { inflateLz4Frame } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openSource } from '../node/open-source.ts';
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
const LONG_DISK = Buffer.concat([DISK, LONG_TEXT, Buffer.alloc(3_000_000), DISK]);
const BZIP2_DISK = Buffer.concat([Buffer.from(TEXT), NUMBERS, Buffer.from(TEXT)]);
/** The second block begins with a match in the first. */
const LZ4_DEPENDENT = lz4Frame(
  [
    { bytes: lz4Block({ literals: Buffer.from('the unit of the target'), match: { distance: 20, length: 5000 } }, { literals: Buffer.from(' of it all') }) },
    { bytes: lz4Block({ literals: Buffer.alloc(0), match: { distance: 61, length: 60_000 } }, { literals: Buffer.from(' of it all') }) },
  ],
  { independent: false },
);
const LZ4_DISK = Buffer.from(inflateLz4Frame(LZ4_DEPENDENT, { origin: 0, limit: 70_000 }).output);
const stored = (content: Uint8Array) => xzStream({ data: storedChunks(content), content });
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

  it.each<[string, DiskCompression, Buffer, Buffer, kind: string]>([
    ['gzip', 'gzip', LONG_DISK, gzipSync(LONG_DISK), 'gzip'],
    ['gzip members', 'gzip', Buffer.concat([LONG_DISK, DISK]), Buffer.concat([gzipSync(LONG_DISK), gzipSync(DISK)]), 'gzip'],
    ['one zstd frame', 'zstd', LONG_DISK, zstd(LONG_DISK), 'zstd'],
    [
      'zstd frames that do not tell their lengths',
      'zstd',
      Buffer.concat([LONG_DISK, DISK]),
      Buffer.concat([skippable, unsized(LONG_DISK), unsized(DISK)]),
      'zstd',
    ],
    ['one xz block', 'xz', LONG_TEXT, LONG_XZ, 'xz-points'],
    ['one xz block that is stored', 'xz', DISK, stored(DISK), 'xz-points'],
    ['bzip2', 'bzip2', BZIP2_DISK, Buffer.concat([BZIP2_TEXT, BZIP2_NUMBERS, BZIP2_TEXT]), 'bzip2'],
    ['LZ4 with dependent blocks', 'lz4', LZ4_DISK, LZ4_DEPENDENT, 'lz4-stream'],
  ])('reads a large disk in place, the same in another thread: %s', async (_, compression, disk, bytes, kind) => {
    const source = await openCompressedDisk(memorySource(bytes, 100), compression, 0);
    const again = openSource(source.describe());
    expect([source.describe().kind, source.length, source.origin]).toEqual([kind, disk.length, 0]);
    const random = seededRandom(3);
    for (let count = 0; count < 40; count++) {
      const offset = Math.floor(random() * disk.length);
      const length = Math.floor(random() ** 3 * (disk.length - offset));
      for (const each of [source, again])
        expect(Buffer.from(readBytes(each, offset, length)).equals(disk.subarray(offset, offset + length)), `${length} at ${offset}`).toBe(true);
    }
    for (const each of [source, again]) expect(content(each).equals(disk)).toBe(true);
    source.close();
    again.close();
  });

  it('keeps a large disk in memory where its stream cannot be entered: one deflate block of 80 MiB', async () => {
    const { stream, length } = oneBlock(80 * 1024 * 1024);
    const bytes = Buffer.concat([Buffer.from('1f8b08000000000000ff', 'hex'), stream, word(crc32(Buffer.alloc(length))), word(length)]);
    const source = await openCompressedDisk(memorySource(bytes), 'gzip', -1);
    expect([source.describe().kind, source.length]).toEqual(['chunks', length]);
    expect(Buffer.from(readBytes(source, length - 300_000, 300_000)).equals(Buffer.alloc(300_000))).toBe(true);
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

/** As a stream is compressed whose length nobody knows. */
function unsized(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_contentSizeFlag]: 0, [constants.ZSTD_c_checksumFlag]: 1 } });
}

/** Chunks of up to 60 000 bytes and the end. */
function storedChunks(content: Uint8Array): Buffer {
  const count = Math.ceil(content.length / 60_000);
  const chunks = Array.from({ length: count }, (_, chunk) => storedLzma2(content.subarray(chunk * 60_000, (chunk + 1) * 60_000), chunk === 0 ? 1 : 2));
  return Buffer.concat([...chunks.map((chunk) => chunk.subarray(0, -1)), Buffer.of(0)]);
}

/** Zeros in one fixed block (RFC 1951, 3.2.6): a literal, then matches of 258 bytes at distance 1; `least` bytes or a little more. */
function oneBlock(least: number): { stream: Buffer; length: number } {
  const matches = Math.ceil(least / 258);
  const bits = `110${'00110000'}${'1100010100000'.repeat(matches)}0000000`;
  const stream = Buffer.alloc(Math.ceil(bits.length / 8));
  for (let at = 0; at < bits.length; at++) if (bits[at] === '1') stream[at >>> 3]! |= 1 << (at & 7);
  return { stream, length: 1 + matches * 258 };
}
