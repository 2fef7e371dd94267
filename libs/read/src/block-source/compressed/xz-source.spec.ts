import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { storedLzma2, type XzOptions, xzStream } from '../../compression/fixtures/xz-fixture.ts';
import { readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openCompressedDisk } from './open-compressed-disk.ts';

const FIRST = sampleBytes(5000, 3);
const SECOND = sampleBytes(60_000, 4);
const ORIGIN = 64;
const plain = (content: Uint8Array, more: Partial<XzOptions> = {}) => xzStream({ data: storedLzma2(content), content, ...more });
const STREAMS = Buffer.concat([plain(FIRST), Buffer.alloc(8), plain(SECOND), Buffer.alloc(4)]);
const START_OF_SECOND = plain(FIRST).length + 8;
const open = (bytes: Uint8Array) => openCompressedDisk(memorySource(bytes, ORIGIN), 'xz');
const changed = (at: number, bytes = STREAMS) => {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 1;
  return copy;
};
/** A header that says nothing of sizes, with a dictionary of 96 MiB. */
const LARGE_DICTIONARY = Buffer.from('0021011d', 'hex');

describe('an .xz file in place', () => {
  it('inflates the blocks that are read, of several streams', async () => {
    const disk = await open(STREAMS);
    expect([disk.describe().kind, disk.length, disk.origin]).toEqual(['xz', 65_000, 0]);
    expect(Buffer.from(readBytes(disk, 4000, 3000)).equals(Buffer.concat([FIRST, SECOND]).subarray(4000, 7000))).toBe(true);
    expect(Buffer.from(readBytes(disk, 0, 65_000)).equals(Buffer.concat([FIRST, SECOND]))).toBe(true);
  });

  it('does not see damage where it does not look, and names where it does', async () => {
    const long = sampleBytes(600_000, 3);
    const chunks = Array.from({ length: 10 }, (_, chunk) =>
      storedLzma2(long.subarray(chunk * 60_000, (chunk + 1) * 60_000), chunk === 0 ? 1 : 2).subarray(0, -1),
    );
    const first = xzStream({ data: Buffer.concat([...chunks, Buffer.of(0)]), content: long });
    const disk = await open(changed(first.length + 100, Buffer.concat([first, plain(SECOND)])));
    expect(Buffer.from(readBytes(disk, 0, 500_000)).equals(long.subarray(0, 500_000))).toBe(true);
    expect(() => readBytes(disk, 600_000, 60_000)).toThrow(FormatError);
    expect(() => readBytes(disk, 600_000, 60_000)).toThrow(/xz block, CRC32 at byte \d+: found \w{8}, expected \w{8}/);
  });

  it.each([
    ['a block header', changed(START_OF_SECOND + 14), /xz block header, CRC32/],
    ['an unpadded size', Buffer.concat([plain(FIRST), plain(SECOND, { unpaddedSize: 60_001 })]), /header magic|unpadded size|xz block/],
    [
      'an uncompressed size that is too small',
      Buffer.concat([plain(FIRST), plain(SECOND, { uncompressedSize: 59_999 })]),
      /inflates to more than the 59999 bytes/,
    ],
    [
      'an uncompressed size that is too large',
      Buffer.concat([plain(FIRST), plain(SECOND, { uncompressedSize: 60_001 })]),
      /uncompressed size.*found 60000, expected 60001/,
    ],
  ])('refuses to read %s that is wrong', async (_, bytes, message) => {
    await expect((async () => readBytes(await open(bytes), 5000, 100))()).rejects.toThrow(message);
  });

  it.each([
    ['the header', changed(START_OF_SECOND), /xz stream, header magic at byte \d+/],
    ['the flags of the header', changed(START_OF_SECOND + 7), /check id|CRC32/],
    ['the index', changed(-22), /xz index, CRC32/],
    ['the footer', changed(-11), /xz footer, CRC32/],
    ['the magic of the footer', changed(-5), /xz footer, footer magic/],
    ['the first stream', changed(0), /header magic at byte 64/],
    ['the padding', changed(START_OF_SECOND - 1), /xz footer, footer magic/],
    ['the number of records', Buffer.concat([plain(FIRST, { records: 2 }), plain(SECOND)]), /xz index/],
    ['the backward size', plain(FIRST, { backwardSize: 90_000 }), /360004 bytes wanted|lie outside|wanted/],
    ['an unpadded size beyond the file', plain(FIRST, { unpaddedSize: 9000 }), /blocks that lie within the \d+ bytes before the index/],
    ['an unpadded size that no block has', plain(FIRST, { unpaddedSize: 4 }), /found 4, expected at least 5/],
    ['a length that is no multiple of four', STREAMS.subarray(0, -1), /multiple of four/],
    ['zeros before the stream', Buffer.concat([Buffer.alloc(4), plain(FIRST)]), /zeros before the first stream/],
  ])('refuses to open what is damaged: %s', async (_, bytes, message) => {
    await expect(open(bytes)).rejects.toThrow(FormatError);
    await expect(open(bytes)).rejects.toThrow(message);
  });

  it('refuses every truncation', async () => {
    for (let length = 0; length < STREAMS.length - 4; length += length < 100 ? 1 : 997)
      await expect(open(STREAMS.subarray(0, length)), `${length}`).rejects.toThrow(FormatError);
  });

  it.each([
    [
      'a dictionary beyond 64 MiB',
      plain(SECOND, { blockHeader: LARGE_DICTIONARY, uncompressedSize: 2 ** 27 }),
      LimitError,
      /dictionary size.*found 100663296, expected at most 67108864/,
    ],
    ['a disk beyond 64 GiB', plain(SECOND, { uncompressedSize: 2 ** 37 }), LimitError, /more than 68719476736 bytes/],
    ['a filter that is not read', plain(SECOND, { blockHeader: Buffer.from('010600210108', 'hex') }), UnsupportedError, /filter id.*found 6/],
  ])('names %s', async (_, bytes, kind, message) => {
    await expect(open(bytes)).rejects.toThrow(kind);
    await expect(open(bytes)).rejects.toThrow(message);
  });

  it('needs no more of a dictionary than the block can fill', async () => {
    const disk = await open(plain(SECOND, { blockHeader: LARGE_DICTIONARY }));
    expect(Buffer.from(readBytes(disk, 0, 60_000)).equals(SECOND)).toBe(true);
  });
});
