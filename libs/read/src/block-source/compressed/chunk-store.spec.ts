import { describe, expect, it } from 'vitest';
import { LimitError } from '../../bytes/index.ts';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../block-source.ts';
import { chunkSource } from './chunk-source.ts';
import { CHUNK_LENGTH, ChunkStoreBuilder, SEGMENT_LENGTH, ZERO_CHUNK } from './chunk-store.ts';

const noise = (length: number) => {
  const random = seededRandom(5);
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
};

function keep(disk: Uint8Array, pieceLength: number) {
  const builder = new ChunkStoreBuilder('test');
  for (let at = 0; at < disk.length; at += pieceLength) builder.append(disk.subarray(at, at + pieceLength));
  return builder.finish()!;
}

describe('a disk kept in memory', () => {
  const disk = Buffer.concat([sampleBytes(3 * CHUNK_LENGTH, 3), Buffer.alloc(5 * CHUNK_LENGTH), noise(CHUNK_LENGTH + 1000)]);

  it.each([1000, CHUNK_LENGTH, 3_000_001])('is the one that came in pieces of %i bytes', (pieceLength) => {
    const source = chunkSource(keep(disk, pieceLength));
    expect(source.length).toBe(disk.length);
    expect(Buffer.from(readBytes(source, 0, disk.length)).equals(disk)).toBe(true);
    const random = seededRandom(1);
    for (let count = 0; count < 100; count++) {
      const offset = Math.floor(random() * disk.length);
      const length = Math.floor(random() ** 3 * (disk.length - offset));
      const target = Buffer.alloc(length, 1);
      source.readInto(target, offset);
      expect(target.equals(disk.subarray(offset, offset + length)), `${length} bytes at ${offset}`).toBe(true);
    }
  });

  it('keeps no zeros, compresses what it can and keeps noise as it is', () => {
    const { places, sizes, segments } = keep(disk, CHUNK_LENGTH);
    expect(Array.from(places).filter((place) => place === ZERO_CHUNK)).toHaveLength(5);
    expect(sizes[0]).toBeLessThan(CHUNK_LENGTH * 0.8);
    expect([sizes[8], sizes[9]]).toEqual([CHUNK_LENGTH, 1000]);
    expect(segments).toHaveLength(1);
  });

  it('is empty when nothing came', () => {
    expect(chunkSource(keep(Buffer.alloc(0), 1)).length).toBe(0);
  });

  it('goes on in the next segment, and no further than it may', () => {
    const piece = noise(1 << 20);
    const builder = new ChunkStoreBuilder('test file', { keptLimit: 2 * SEGMENT_LENGTH });
    const fill = () => {
      for (let count = 0; count < 100; count++) builder.append(piece);
    };
    expect(fill).toThrow(LimitError);
    expect(fill).toThrow(/test file: more than 33554432 bytes would have to be kept/);
    const two = keep(Buffer.concat(Array.from({ length: 20 }, () => piece)), 1 << 20);
    expect(two.segments).toHaveLength(2);
    expect(Buffer.from(readBytes(chunkSource(two), 19 << 20, 1 << 20)).equals(piece)).toBe(true);
  });

  it('is nothing where it may be nothing and would be too large, zeros not counted', () => {
    const limits = { keptLimit: 2 * SEGMENT_LENGTH, orNothing: true };
    const small = new ChunkStoreBuilder('test file', limits);
    const large = new ChunkStoreBuilder('test file', limits);
    for (let count = 0; count < 40; count++) {
      small.append(count < 30 ? noise(1 << 20) : Buffer.alloc(10 << 20));
      large.append(noise(1 << 20));
    }
    expect(small.finish()?.length).toBe(130 << 20);
    expect(large.finish()).toBeUndefined();
  });
});
