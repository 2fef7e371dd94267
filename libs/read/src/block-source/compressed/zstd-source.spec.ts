import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ReadErrorKind } from '../../bytes/index.ts';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openCompressedDisk } from './open-compressed-disk.ts';
import { verifyZstdFrames } from './zstd-source.ts';

const ORIGIN = 64;
const PARTS = [sampleBytes(5000, 3), Buffer.alloc(100_000), sampleBytes(60_000, 4)];
const DISK = Buffer.concat(PARTS);
const frame = (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 }, pledgedSrcSize: bytes.length });
const FRAMES = PARTS.map(frame);
const ALL = Buffer.concat(FRAMES);
/** Longer than the chunks in which a disk is read. */
const LONG_PARTS = [sampleBytes(600_000, 3), Buffer.alloc(600_000), sampleBytes(700_000, 4)];
const LONG_FRAMES = LONG_PARTS.map(frame);
const LONG = Buffer.concat(LONG_FRAMES);
const open = (bytes: Uint8Array) => openCompressedDisk(memorySource(bytes, ORIGIN), 'zstd');
const u32 = (...values: readonly number[]) => Buffer.from(new Uint32Array(values).buffer);
const skippable = (content: Uint8Array, magic = 0x184d2a50) => Buffer.concat([u32(magic, content.length), content]);

type Entry = readonly [compressed: number, decompressed: number];
const ENTRIES: readonly Entry[] = FRAMES.map(({ length }, index) => [length, PARTS[index]!.length]);

/** As contrib/seekable_format of zstd describes it. */
function seekTable(entries: readonly Entry[] = ENTRIES, { descriptor = 0, count = entries.length } = {}): Buffer {
  const checksum = (descriptor & 0x80) === 0 ? [] : [0x12345678];
  const rows = entries.map((entry) => u32(...entry, ...checksum));
  return skippable(Buffer.concat([...rows, u32(count), Buffer.of(descriptor), u32(0x8f92eab1)]), 0x184d2a5e);
}

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 1;
  return copy;
}

describe('a zstd file in place', () => {
  it.each([
    ['frames alone', ALL],
    ['frames with a seek table', Buffer.concat([ALL, seekTable()])],
    ['frames with a seek table that has checksums', Buffer.concat([ALL, seekTable(ENTRIES, { descriptor: 0x80 })])],
    ['skippable frames among them', Buffer.concat([skippable(Buffer.from('one')), FRAMES[0]!, FRAMES[1]!, skippable(Buffer.alloc(0)), FRAMES[2]!])],
    ['skippable frames that a table tells of', Buffer.concat([skippable(Buffer.from('one')), ALL, seekTable([[11, 0], ...ENTRIES])])],
    ['an empty frame', Buffer.concat([frame(Buffer.alloc(0)), ALL])],
  ])('is read by its frames: %s', async (_, bytes) => {
    const disk = await open(bytes);
    expect([disk.describe().kind, disk.length, disk.origin]).toEqual(['zstd', DISK.length, 0]);
    expect(Buffer.from(readBytes(disk, 4000, 102_000)).equals(DISK.subarray(4000, 106_000))).toBe(true);
    expect(Buffer.from(readBytes(disk, 0, DISK.length)).equals(DISK)).toBe(true);
  });

  it('reads no block of a frame to find the next where there is a table', async () => {
    const file = Buffer.concat([ALL, seekTable()]);
    const source = memorySource(file);
    const read: number[] = [];
    const counted = {
      ...source,
      readInto: (target: Uint8Array, offset: number) => {
        read.push(target.length);
        source.readInto(target, offset);
      },
    };
    await openCompressedDisk(counted, 'zstd');
    expect(read.length).toBeLessThanOrEqual(2 + FRAMES.length);
  });

  it.each([
    ['one frame', frame(DISK)],
    ['a frame that does not tell its length', Buffer.concat([FRAMES[0]!, withoutSize(), FRAMES[2]!])],
    ['a frame of more than 32 MiB', Buffer.concat([FRAMES[0]!, frame(Buffer.alloc(33 * 1024 * 1024))])],
  ])('is taken into memory: %s', async (_, bytes) => expect((await open(bytes)).describe().kind).toBe('chunks'));

  it('does not see damage where it does not look, and names where it does', async () => {
    const table = seekTable(LONG_FRAMES.map(({ length }, index) => [length, LONG_PARTS[index]!.length]));
    const third = LONG_FRAMES[0]!.length + LONG_FRAMES[1]!.length;
    for (const end of [Buffer.alloc(0), table]) {
      const disk = await open(Buffer.concat([changed(LONG, third + 50_000), end]));
      const healthy = Buffer.concat(LONG_PARTS.slice(0, 2)).subarray(0, 1_000_000);
      expect(Buffer.from(readBytes(disk, 0, healthy.length)).equals(healthy)).toBe(true);
      expect(() => readBytes(disk, 1_200_000, 700_000)).toThrow(/zstd frame at byte \d+/);
      expect(Buffer.from(readBytes(disk, 1000, 1000)).equals(healthy.subarray(1000, 2000))).toBe(true);
    }
  });

  it('verifies what nobody read', async () => {
    const file = memorySource(changed(ALL, -1), ORIGIN);
    const disk = await openCompressedDisk(file, 'zstd');
    const description = disk.describe();
    if (description.kind !== 'zstd') throw new Error(description.kind);
    expect(() => verifyZstdFrames(file, description.index, () => {})).toThrow(/zstd frame/);
    const good = await open(LONG);
    readBytes(good, 0, 1_000_000);
    const { index } = good.describe() as typeof description;
    let inflated = 0;
    verifyZstdFrames(memorySource(LONG, ORIGIN), index, (length) => {
      inflated += length;
    });
    expect(inflated).toBe(600_000 + 700_000);
    expect([...index.verified]).toEqual([1, 1, 1]);
  });

  const [first, second, third] = ENTRIES as [Entry, Entry, Entry];
  it.each<[what: string, kind: ReadErrorKind, message: RegExp, bytes: Buffer]>([
    [
      'another length of a frame',
      'format',
      /seek table, decompressed size of the frame at byte 64: found 5001, expected 5000/,
      table([[first[0], 5001], second, third]),
    ],
    ['nothing for a frame with content', 'format', /decompressed size of the frame at byte 64: found 0/, table([[first[0], 0], second, third])],
    ['frames that begin elsewhere', 'format', /magic|decompressed size/, table([[first[0] + 1, first[1]], [second[0] - 1, second[1]], third])],
    ['two frames as one', 'format', /frame content size at byte 64: found \d+, expected 5000/, table([[first[0] + second[0], first[1]], third])],
    ['less than the file', 'format', /compressed sizes at byte \d+: found \d+, expected \d+/, table([first, second])],
    ['more than the file', 'format', /compressed size at byte \d+/, table([first, second, [third[0] + 1, third[1]]])],
    ['a frame of no length', 'format', /compressed size at byte \d+: found 0/, table([[0, 0], ...ENTRIES])],
    ['reserved bits', 'format', /descriptor at byte \d+: found 4/, Buffer.concat([ALL, seekTable(ENTRIES, { descriptor: 4 })])],
    ['another count', 'format', /zstd seek table, magic at byte/, Buffer.concat([ALL, seekTable(ENTRIES, { count: 2 })])],
    ['a count beyond the file', 'format', /zstd seek table/, Buffer.concat([ALL, seekTable(ENTRIES, { count: 200_000 })])],
    ['frames without end', 'limit', /more than 262144 frames/, Buffer.concat([ALL, seekTable(ENTRIES, { count: 2 ** 32 - 1 })])],
  ])('refuses a table that says %s', async (_, kind, message, bytes) => {
    const attempt = (async () => readBytes(await open(bytes), 0, 5000))();
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toMatchObject({ kind });
  });

  function table(entries: readonly Entry[]): Buffer {
    return Buffer.concat([ALL, seekTable(entries)]);
  }
});

/** As a stream is compressed whose length nobody knows. */
function withoutSize(): Buffer {
  return zstdCompressSync(PARTS[1]!, { params: { [constants.ZSTD_c_contentSizeFlag]: 0 } });
}
