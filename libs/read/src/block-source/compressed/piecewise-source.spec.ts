import { describe, expect, it } from 'vitest';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../block-source.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';
import type { InflatedPieces } from './piece-cursor.ts';
import { piecewiseSource, SEQUENTIAL } from './piecewise-source.ts';

const DISK = Buffer.concat([sampleBytes(11 * CHUNK_LENGTH + 5, 3), Buffer.alloc(8 * CHUNK_LENGTH), sampleBytes(13 * CHUNK_LENGTH + 1000, 4)]);
const READER = { cursors: 2, cache: 2 * CHUNK_LENGTH, kept: 4 * CHUNK_LENGTH };

/** Content that does not compress. */
function noise(length: number): Buffer<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let index = 0, word = 1; index < words.length; index++) words[index] = word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
  return Buffer.from(words.buffer, 0, length);
}

interface Walks {
  readonly blocks: InflatedPieces;
  /** Where each walk began. */
  readonly begun: number[];
  /** Walks that are neither at their end nor left. */
  open: number;
  /** Bytes that came out of all of them. */
  inflated: number;
}

/** Blocks of the disk that begin at `starts`; pieces of one buffer for each walk, of lengths that fit nothing. */
function walks(starts: readonly number[], disk = DISK): Walks {
  const counted: Walks = {
    begun: [],
    open: 0,
    inflated: 0,
    blocks: {
      structure: 'test block',
      starts: Float64Array.from([...starts, DISK.length]),
      describe: () => ({ kind: 'memory', bytes: disk }),
      *inflate(block) {
        counted.begun.push(block);
        counted.open++;
        const piece = new Uint8Array(70_001);
        try {
          const end = starts[block + 1] ?? disk.length;
          for (let at = starts[block]!; at < end; at += piece.length) {
            const part = piece.subarray(0, Math.min(piece.length, end - at));
            part.set(disk.subarray(at, at + part.length));
            counted.inflated += part.length;
            yield part;
            piece.fill(0xee);
          }
        } finally {
          counted.open--;
        }
      },
    },
  };
  return counted;
}

const RANDOM_STARTS = [0, 1, CHUNK_LENGTH, CHUNK_LENGTH + 1, 5 * CHUNK_LENGTH - 1, 5 * CHUNK_LENGTH + 7, 14 * CHUNK_LENGTH, DISK.length - 1];

describe('a disk in pieces', () => {
  it.each([
    ['one block', [0], READER],
    ['one block, little kept', [0], SEQUENTIAL],
    ['blocks that begin anywhere', RANDOM_STARTS, READER],
    ['blocks that begin anywhere, little kept', RANDOM_STARTS, SEQUENTIAL],
    ['blocks of nothing', [0, 0, 0, CHUNK_LENGTH, CHUNK_LENGTH, 3 * CHUNK_LENGTH + 1, 3 * CHUNK_LENGTH + 1, DISK.length], READER],
  ])('reads right in any order: %s', (_, starts, limits) => {
    const { blocks } = walks(starts);
    const source = piecewiseSource(blocks, limits);
    const random = seededRandom(1);
    for (let count = 0; count < 150; count++) {
      const offset = Math.floor(random() * DISK.length);
      const length = Math.floor(random() ** 4 * (DISK.length - offset));
      expect(Buffer.from(readBytes(source, offset, length)).equals(DISK.subarray(offset, offset + length)), `${length} bytes at ${offset}`).toBe(true);
    }
    expect(Buffer.from(readBytes(source, 0, DISK.length)).equals(DISK)).toBe(true);
  });

  it('goes on where it was, at two places in turn', () => {
    const counted = walks([0]);
    const source = piecewiseSource(counted.blocks, SEQUENTIAL);
    for (let at = 0; at < 10; at++) {
      readBytes(source, at * CHUNK_LENGTH, 1000);
      readBytes(source, (at + 20) * CHUNK_LENGTH, CHUNK_LENGTH);
    }
    expect(counted.begun).toEqual([0, 0]);
    expect(counted.inflated).toBeLessThan(40 * CHUNK_LENGTH + 200_000);
  });

  it('goes back a little without starting again, and far to the start of a block', () => {
    const counted = walks([0, 10 * CHUNK_LENGTH, 20 * CHUNK_LENGTH]);
    const source = piecewiseSource(counted.blocks, { ...READER, cursors: 1, kept: 40 * CHUNK_LENGTH });
    readBytes(source, 29 * CHUNK_LENGTH, 10);
    readBytes(source, 22 * CHUNK_LENGTH, 10);
    expect(counted.begun).toEqual([2]);
    readBytes(source, 12 * CHUNK_LENGTH, 10);
    expect(counted.begun).toEqual([2, 1]);
    readBytes(source, 22 * CHUNK_LENGTH, 10);
    expect(counted.begun).toEqual([2, 1]);
  });

  it('goes back once for what is asked for again and again between other content', () => {
    const disk = noise(100 * CHUNK_LENGTH);
    const counted = walks([0], disk);
    const source = piecewiseSource({ ...counted.blocks, starts: Float64Array.of(0, disk.length) }, { cursors: 1, cache: 0, kept: 20 * CHUNK_LENGTH });
    const read = (chunk: number) => readBytes(source, chunk * CHUNK_LENGTH, 10);
    read(99);
    for (let content = 8; content < 88; content++) for (const chunk of content % 16 === 8 ? [2, 3, content] : [content]) read(chunk);
    expect(counted.begun).toHaveLength(2);
  });

  it('leaves no walk open: not those that others take the place of, nor the last ones', () => {
    const counted = walks([0, 10 * CHUNK_LENGTH, 20 * CHUNK_LENGTH]);
    const source = piecewiseSource(counted.blocks, { ...READER, kept: 0 });
    for (const chunk of [21, 11, 1, 25, 12, 2]) readBytes(source, chunk * CHUNK_LENGTH, 10);
    expect(counted.open).toBeLessThanOrEqual(2);
    source.close();
    expect(counted.open).toBe(0);
  });

  it('gives up a disk that is read back and forth without end', () => {
    const source = piecewiseSource(walks([0]).blocks, { cursors: 1, cache: 0, kept: 0 });
    const readOn = () => {
      for (let count = 0; count < 300; count++) for (const chunk of [31, 20, 2]) readBytes(source, chunk * CHUNK_LENGTH, 10);
    };
    expect(readOn).toThrow('test block: the disk would have to be inflated more than 200 times to read it; unpack it first');
  });

  it('refuses a block that is longer or shorter than it was, also when asked again', () => {
    const longer = piecewiseSource({ ...walks([0]).blocks, starts: Float64Array.from([0, CHUNK_LENGTH + 7, DISK.length]) }, READER);
    for (let count = 0; count < 2; count++) expect(() => readBytes(longer, CHUNK_LENGTH, 10)).toThrow('test block');
    const { blocks } = walks([0], DISK.subarray(0, 3 * CHUNK_LENGTH));
    const shorter = piecewiseSource(blocks, READER);
    expect(() => readBytes(shorter, 3 * CHUNK_LENGTH, 10)).toThrow(/inflates to less than before/);
    expect(Buffer.from(readBytes(shorter, 0, 10)).equals(DISK.subarray(0, 10))).toBe(true);
  });
});
