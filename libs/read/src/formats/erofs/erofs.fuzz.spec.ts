import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { walk } from '../../filesystem/index.ts';
import { FIXTURES, type Fixture, fixtureImage } from './fixtures/fixture-image.ts';
import { seal } from './fixtures/seal.ts';
import { openErofs } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openErofs(memorySource(bytes)));

const BUDGET_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / FIXTURES.length;
const BLOCK = 4096;
const SUPER_BLOCK = 1024;
const HOSTILE_VALUES = [0, 1, 0x7f, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

type Mutation = (image: Uint8Array, random: () => number, places: readonly number[]) => Uint8Array;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (image, random, places) => mutate(image, random, places, (at) => (image[at]! ^= 1 << Math.floor(random() * 8))),
  'random bytes': (image, random, places) => mutate(image, random, places, (at) => (image[at] = Math.floor(random() * 256))),
  'hostile numbers': (image, random, places) =>
    mutate(image, random, places, (at) =>
      writeNumber(image, Math.min(at & ~1, image.length - 4), HOSTILE_VALUES[Math.floor(random() * HOSTILE_VALUES.length)]!),
    ),
  'blocks copied over others': (image, random) => copyBlock(image, random),
  truncation: (image, random) => image.subarray(0, Math.floor(random() * image.length)),
};

describe.each(FIXTURES)('fuzzed %s', (fixture) => {
  const original = fixtureImage(fixture);
  const places = metadataBytes(original);

  it.each(Object.keys(MUTATIONS))('%s end in values or read errors', (kind) => {
    const random = seeded(FIXTURES.indexOf(fixture as Fixture) * 1000 + kind.length);
    const end = performance.now() + BUDGET_MS / Object.keys(MUTATIONS).length;
    let count = 0;
    for (; performance.now() < end; count++) {
      const started = performance.now();
      readEverything(MUTATIONS[kind]!(original.slice(), random, places));
      expect(performance.now() - started, `image ${count}`).toBeLessThan(2000);
    }
    expect(count).toBeGreaterThan(0);
  });

  it('superblock fields set to hostile numbers end in values or read errors', () => {
    const random = seeded(7);
    for (let at = SUPER_BLOCK + 8; at < SUPER_BLOCK + 148; at += 2) {
      readEverything(seal(writeNumber(original.slice(), at, HOSTILE_VALUES[Math.floor(random() * HOSTILE_VALUES.length)]!)));
    }
  }, 30_000);
});

/** Offsets of every byte that an inode, an index, an attribute or a directory lies in. */
function metadataBytes(image: Uint8Array): number[] {
  const fs = openErofs(memorySource(image));
  const places = new Set<number>();
  const add = (start: number, length: number): void => {
    for (let at = start; at < start + length; at++) places.add(at);
  };
  for (const { stat } of walk(fs)) {
    for (const { sourceOffset, length } of fs.metadataRuns(stat!.inode)) add(sourceOffset, length);
    if (stat!.type !== 'directory') continue;
    for (const { sourceOffset, length } of fs.runs(stat!.inode)) add(sourceOffset!, length);
  }
  return [...places];
}

/** One to four places, most of them in metadata. */
function mutate(image: Uint8Array, random: () => number, places: readonly number[], change: (at: number) => void): Uint8Array {
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
    change(random() < 0.85 ? places[Math.floor(random() * places.length)]! : SUPER_BLOCK + Math.floor(random() * (image.length - SUPER_BLOCK)));
  }
  return random() < 0.95 ? seal(image) : image;
}

function copyBlock(image: Uint8Array, random: () => number): Uint8Array {
  const place = (): number => SUPER_BLOCK + Math.floor(random() * (image.length / 512 - 16)) * 512;
  for (let count = 0; count < 2; count++) {
    const from = place();
    image.copyWithin(place(), from, from + (random() < 0.5 ? BLOCK : 64));
  }
  return seal(image);
}

function writeNumber(image: Uint8Array, at: number, value: number): Uint8Array {
  new DataView(image.buffer, image.byteOffset).setUint32(at, value, true);
  return image;
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
