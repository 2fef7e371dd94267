import { describe, expect, it } from 'vitest';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { type FixtureBlock, type FrameOptions, lz4Block, lz4Frame } from '../../compression/fixtures/lz4-fixture.ts';
import { seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { indexLz4Blocks } from './lz4-index.ts';
import { inflateLz4Pieces } from './lz4-pieces.ts';
import { lz4Source } from './lz4-source.ts';
import { openCompressedDisk } from './open-compressed-disk.ts';
import { verifyLz4Content } from './verify-lz4-content.ts';

const FULL = 65_536;
const noise = (length: number, seed: number) => {
  const random = seededRandom(seed);
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
};
const zeros = (length: number): FixtureBlock => ({
  bytes: lz4Block({ literals: Buffer.alloc(1), match: { distance: 1, length: length - 6 } }, { literals: Buffer.alloc(5) }),
});
const literals = (bytes: Uint8Array): FixtureBlock => ({ bytes: lz4Block({ literals: bytes }) });
const stored = (bytes: Uint8Array): FixtureBlock => ({ bytes, stored: true });

const first = noise(FULL, 1);
const short = noise(1000, 2);
const last = noise(77, 3);
const almost = noise(60_000, 4);
/** A block that is not full lies in the middle, as an encoder that flushes leaves it. */
const BLOCKS = [stored(first), zeros(FULL), literals(short), literals(almost), zeros(100), literals(last)];
const DISK = Buffer.concat([first, Buffer.alloc(FULL), short, almost, Buffer.alloc(100), last]);
const ALL: FrameOptions = { blockChecksums: true, contentSize: DISK.length, content: DISK };

const open = (bytes: Uint8Array, before = 0): BlockSource => {
  const file = sliceSource(memorySource(Buffer.concat([Buffer.alloc(before), bytes])), before, bytes.length);
  return lz4Source(file, indexLz4Blocks(file)!);
};
const at = (frame: Buffer, place: number, value: number) => {
  const copy = Buffer.from(frame);
  copy[place < 0 ? frame.length + place : place] = value;
  return copy;
};

describe('a disk inside LZ4 frames', () => {
  it.each([
    ['one frame', lz4Frame(BLOCKS)],
    ['sizes and checksums', lz4Frame(BLOCKS, ALL)],
    [
      'two frames of other block sizes, a skippable one between',
      Buffer.concat([lz4Frame(BLOCKS.slice(0, 3)), Buffer.from('5a2a4d180100000000', 'hex'), lz4Frame(BLOCKS.slice(3), { sizeCode: 5 })]),
    ],
    ['a block that inflates to nothing', lz4Frame([literals(Buffer.alloc(0)), ...BLOCKS])],
    ['a frame that says dependent of its only block', Buffer.concat([lz4Frame(BLOCKS.slice(0, 1), { independent: false }), lz4Frame(BLOCKS.slice(1))])],
  ])('is read at any place: %s', (_, bytes) => {
    const source = open(bytes);
    expect(source.length).toBe(DISK.length);
    expect(Buffer.from(readBytes(source, 0, source.length)).equals(DISK)).toBe(true);
    const random = seededRandom(9);
    for (let count = 0; count < 300; count++) {
      const offset = Math.floor(random() * DISK.length);
      const length = Math.floor(random() ** 3 * (DISK.length - offset + 1));
      expect(Buffer.from(readBytes(source, offset, length)).equals(DISK.subarray(offset, offset + length)), `${length} bytes at ${offset}`).toBe(true);
    }
  });

  it('fills targets of any length one after another', () => {
    const targets = [Buffer.alloc(10), Buffer.alloc(0), Buffer.alloc(FULL), Buffer.alloc(70_000)];
    open(lz4Frame(BLOCKS)).readVector(targets, 500);
    expect(Buffer.concat(targets).equals(DISK.subarray(500, 500 + 10 + FULL + 70_000))).toBe(true);
  });

  it('touches only the blocks that are read', () => {
    const reads: number[] = [];
    const inner = memorySource(lz4Frame(BLOCKS));
    const file = {
      ...inner,
      readInto(target: Uint8Array, offset: number) {
        reads.push(offset);
        inner.readInto(target, offset);
      },
    };
    const index = indexLz4Blocks(file)!;
    reads.length = 0;
    const source = lz4Source(file, index);
    readBytes(source, DISK.length - 1, 1);
    readBytes(source, DISK.length - 5, 5);
    expect(reads).toEqual([index.positions[5]]);
  });

  it('ends where its content ends', () => {
    expect(() => readBytes(open(lz4Frame(BLOCKS)), DISK.length - 1, 2)).toThrow(/the readable range ends at byte/);
  });

  it('keeps counting the checksums that random access cannot verify', () => {
    expect(indexLz4Blocks(memorySource(lz4Frame(BLOCKS)))!.contentChecksums).toBe(0);
    expect(indexLz4Blocks(memorySource(lz4Frame(BLOCKS, ALL)))!.contentChecksums).toBe(1);
  });
});

describe('a damaged LZ4 file', () => {
  const frame = lz4Frame(BLOCKS, ALL);

  it.each([
    ['a block checksum', at(frame, -9, 1), /block checksum at byte \d+/],
    ['other bytes behind it', Buffer.concat([frame, Buffer.from('garbage')]), /magic/],
    ['zeros behind it', Buffer.concat([frame, Buffer.alloc(8)]), /magic/],
    ['less than a magic behind it', Buffer.concat([frame, Buffer.of(4)]), /4 bytes wanted/],
    ['a skippable frame cut off', Buffer.concat([frame, Buffer.from('502a4d1804000000616263', 'hex')]), /1 bytes wanted/],
    ['a content size that is wrong', lz4Frame(BLOCKS, { contentSize: DISK.length + 1 }), /content size/],
    ['a block that is too large', lz4Frame([zeros(FULL + 1)]), /found 65537, expected at most 65536/],
    ['a block size that is too large', lz4Frame([stored(Buffer.alloc(FULL + 1))]), /block size/],
    ['sequences that do not end', lz4Frame([{ bytes: Buffer.of(0x1f, 0, 1, 0, 255) }]), /sequences/],
  ])('is refused when it is opened: %s', (_, bytes, message) => {
    expect(() => open(bytes)).toThrow(FormatError);
    expect(() => open(bytes)).toThrow(message);
  });

  it('is refused when the block is read: a match before the start', () => {
    const source = open(
      lz4Frame([stored(first), { bytes: lz4Block({ literals: Buffer.alloc(4), match: { distance: 5, length: 20 } }, { literals: Buffer.alloc(5) }) }]),
      4096,
    );
    expect(readBytes(source, 0, FULL)).toHaveLength(FULL);
    for (let again = 0; again < 2; again++) expect(() => readBytes(source, FULL, 1)).toThrow(/LZ4 block at byte 69\d{3}: a match offset of 5 after 4 bytes/);
  });

  it('is refused at every truncation', () => {
    const small = lz4Frame([literals(last), zeros(100)], { blockChecksums: true, content: Buffer.concat([last, Buffer.alloc(100)]) });
    for (let length = 1; length < small.length; length++) expect(() => open(small.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
  });

  it('that was written to since it was indexed is refused', () => {
    const bytes = lz4Frame([zeros(FULL), zeros(500)]);
    const file = memorySource(bytes);
    const index = indexLz4Blocks(file)!;
    bytes.set(lz4Frame([zeros(FULL), zeros(499)]));
    expect(() => readBytes(lz4Source(file, index), FULL, 400)).toThrow(/inflated length.*found 499, expected 500/);
  });

  it('of more than 64 GiB is a LimitError', () => {
    const gibibyte = Buffer.concat(
      Array.from({ length: 1 }, () =>
        lz4Frame(
          Array.from({ length: 256 }, () => zeros(4 << 20)),
          { sizeCode: 7 },
        ),
      ),
    );
    const many = Buffer.concat([...Array.from({ length: 64 }, () => gibibyte), lz4Frame([literals(Buffer.of(1))])]);
    expect(() => open(many)).toThrow(LimitError);
  });
});

describe('a whole LZ4 file, piece by piece', () => {
  const all = (bytes: Uint8Array) => Buffer.concat(Array.from(inflateLz4Pieces(memorySource(bytes)), (piece) => Buffer.from(piece)));
  const reference = (distance: number): FixtureBlock => ({
    bytes: lz4Block({ literals: Buffer.alloc(0), match: { distance, length: 50 } }, { literals: Buffer.from('12345') }),
  });
  const window = Buffer.concat([first, short]);
  /** The last block refers to the oldest byte that it may. */
  const dependent = [stored(first), literals(short), reference(65_535)];
  const expected = Buffer.concat([window, window.subarray(window.length - 65_535, window.length - 65_485), Buffer.from('12345')]);

  it('inflates blocks that depend on those before them', () => {
    expect(all(lz4Frame(dependent, { independent: false, content: expected })).equals(expected)).toBe(true);
    expect(all(lz4Frame(BLOCKS, ALL)).equals(DISK)).toBe(true);
  });

  it('is how a disk of dependent blocks is opened', async () => {
    const source = await openCompressedDisk(memorySource(lz4Frame(dependent, { independent: false })), 'lz4');
    expect(source.describe().kind).toBe('chunks');
    expect(Buffer.from(readBytes(source, 0, source.length)).equals(expected)).toBe(true);
  });

  it('does not let a frame refer to the one before', () => {
    const bytes = Buffer.concat([lz4Frame([stored(first)], { independent: false }), lz4Frame([reference(1)], { independent: false })]);
    expect(() => all(bytes)).toThrow(/a match offset of 1 after 0 bytes/);
  });

  it('verifies the checksum of the content', () => {
    const frame = lz4Frame(BLOCKS, { content: DISK });
    expect(verifyLz4Content(memorySource(frame))).toBe(DISK.length);
    expect(() => verifyLz4Content(memorySource(at(frame, 30, frame[30]! ^ 1)))).toThrow(/content checksum at byte/);
    expect(() => verifyLz4Content(memorySource(lz4Frame(BLOCKS, { contentSize: 5 })))).toThrow(/content size/);
  });
});
