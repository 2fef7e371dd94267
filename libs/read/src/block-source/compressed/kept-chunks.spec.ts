import { describe, expect, it } from 'vitest';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';
import { KeptChunks } from './kept-chunks.ts';

const RING = 8 * CHUNK_LENGTH;
const noise = (seed: number, length = CHUNK_LENGTH) => {
  const random = seededRandom(seed);
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
};
const found = (kept: KeptChunks, chunk: number, length = CHUNK_LENGTH) => {
  const target = Buffer.alloc(length, 7);
  return kept.fill(chunk, target) ? target : undefined;
};

describe('chunks that are kept', () => {
  it('are the ones that were added last, as many as fit', () => {
    const kept = new KeptChunks(100, RING);
    for (let chunk = 0; chunk < 9; chunk++) kept.add(chunk, noise(chunk), false);
    expect([0, 1, 2].map((chunk) => found(kept, chunk))).toEqual([undefined, undefined, undefined]);
    for (let chunk = 3; chunk < 9; chunk++) expect(found(kept, chunk)!.equals(noise(chunk)), `${chunk}`).toBe(true);
  });

  it('and the last of those that a reader went back for, whatever comes between', () => {
    const kept = new KeptChunks(100, RING);
    for (const chunk of [90, 91, 92]) kept.add(chunk, noise(chunk), true);
    for (let chunk = 0; chunk < 50; chunk++) kept.add(chunk, noise(chunk), false);
    expect(found(kept, 90)).toBeUndefined();
    for (const chunk of [91, 92, 49]) expect(found(kept, chunk)!.equals(noise(chunk)), `${chunk}`).toBe(true);
  });

  it('are all alike where there is little room', () => {
    const kept = new KeptChunks(100, 2 * CHUNK_LENGTH);
    for (let chunk = 0; chunk < 3; chunk++) kept.add(chunk, noise(chunk), chunk === 1);
    expect([0, 1, 2].map((chunk) => found(kept, chunk)?.equals(noise(chunk)))).toEqual([undefined, true, true]);
  });

  it('stay when they are asked for again and again', () => {
    const kept = new KeptChunks(1000, RING);
    kept.add(0, noise(500), false);
    for (let chunk = 1; chunk < 100; chunk++) {
      kept.add(chunk, noise(chunk), false);
      expect(found(kept, 0)?.equals(noise(500)), `after ${chunk}`).toBe(true);
    }
  });

  it('are the right ones in any order of adding and asking', () => {
    const kept = new KeptChunks(40, RING);
    const random = seededRandom(4);
    const chunks = Array.from({ length: 40 }, (_, chunk) =>
      chunk % 5 === 0 ? Buffer.alloc(CHUNK_LENGTH) : chunk % 3 === 0 ? noise(chunk) : sampleBytes(CHUNK_LENGTH, chunk),
    );
    let hits = 0;
    for (let count = 0; count < 2000; count++) {
      const chunk = Math.floor(random() * 40);
      const bytes = found(kept, chunk);
      if (bytes === undefined) kept.add(chunk, chunks[chunk]!, false);
      else expect(bytes.equals(chunks[chunk]!), `${count}: ${chunk}`).toBe(true);
      hits += bytes === undefined ? 0 : 1;
    }
    expect(hits).toBeGreaterThan(500);
  });

  it('may be zeros, which take no room, and the short one at the end', () => {
    const kept = new KeptChunks(1000, RING);
    for (let chunk = 0; chunk < 900; chunk++) kept.add(chunk, Buffer.alloc(CHUNK_LENGTH), false);
    kept.add(999, noise(9, 1000), false);
    expect(found(kept, 0)!.every((byte) => byte === 0)).toBe(true);
    expect(found(kept, 899)!.every((byte) => byte === 0)).toBe(true);
    expect(found(kept, 900)).toBeUndefined();
    expect(found(kept, 999, 1000)!.equals(noise(9, 1000))).toBe(true);
  });

  it('are none without a ring, nor after all were let go', () => {
    const none = new KeptChunks(10, 0);
    none.add(1, noise(1), false);
    expect(found(none, 1)).toBeUndefined();
    const kept = new KeptChunks(10, RING);
    kept.add(1, noise(1), false);
    kept.close();
    expect(found(kept, 1)).toBeUndefined();
    kept.add(2, noise(1), false);
    expect(found(kept, 2)).toBeUndefined();
  });
});
