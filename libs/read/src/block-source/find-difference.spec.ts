import { describe, expect, it } from 'vitest';
import { findDifference } from './find-difference.ts';
import { memorySource } from './memory-source.ts';

const CHUNK = 256 * 1024;

function bytes(length: number, changes: Readonly<Record<number, number>> = {}): Uint8Array {
  const made = new Uint8Array(length).fill(7);
  for (const [at, value] of Object.entries(changes)) made[Number(at)] = value;
  return made;
}
const zeros = (length: number) => new Uint8Array(length);
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const difference = (one: Uint8Array, other: Uint8Array) => [
  findDifference(memorySource(one), memorySource(other)),
  findDifference(memorySource(other), memorySource(one)),
];

describe('findDifference', () => {
  it.each([
    ['nothing', zeros(0), zeros(0), undefined],
    ['the same', bytes(3 * CHUNK + 5), bytes(3 * CHUNK + 5), undefined],
    ['the first byte', bytes(10), bytes(10, { 0: 1 }), 0],
    ['the last byte', bytes(CHUNK + 3), bytes(CHUNK + 3, { [CHUNK + 2]: 1 }), CHUNK + 2],
    ['the first of several', bytes(3 * CHUNK), bytes(3 * CHUNK, { [CHUNK]: 1, [2 * CHUNK]: 1 }), CHUNK],
    ['zeros that follow inside of a chunk', bytes(5), joined(bytes(5), zeros(7)), undefined],
    ['zeros that follow for many chunks', bytes(5), joined(bytes(5), zeros(4 * CHUNK)), undefined],
    ['zeros and then something', bytes(5), joined(bytes(5), zeros(3 * CHUNK), bytes(1)), 5 + 3 * CHUNK],
    ['something that follows at once', bytes(CHUNK), bytes(CHUNK + 1), CHUNK],
    ['nothing and zeros', zeros(0), zeros(CHUNK + 1), undefined],
    ['nothing and something', zeros(0), bytes(1), 0],
  ])('%s', (_, one, other, expected) => expect(difference(one, other)).toEqual([expected, expected]));

  it('knows nothing of what was in its buffers before', () => {
    // A last part that is shorter than the one before it.
    expect(difference(bytes(CHUNK + 5), joined(bytes(CHUNK + 5), zeros(10)))).toEqual([undefined, undefined]);
  });
});
