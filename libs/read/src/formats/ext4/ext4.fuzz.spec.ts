import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { openExt4 } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openExt4(memorySource(bytes)));

const FIXTURES = ['checksums', 'indirect', 'inline'] as const;
const BUDGET_MS = 2_500;
const MAX_IMAGES = 400;
const METADATA_END = 96 * 1024; // group descriptors, bitmaps, inode table, first directories
const HOSTILE_VALUES = [0, 1, 0x7f, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

type Mutation = (image: Uint8Array, random: () => number) => Uint8Array;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (image, random) => mutate(image, random, (at) => (image[at]! ^= 1 << Math.floor(random() * 8))),
  'random bytes': (image, random) => mutate(image, random, (at) => (image[at] = Math.floor(random() * 256))),
  'hostile numbers': (image, random) =>
    mutate(image, random, (at) => writeNumber(image, at & ~1, HOSTILE_VALUES[Math.floor(random() * HOSTILE_VALUES.length)]!)),
  'blocks copied over others': (image, random) => copyBlock(image, random),
  truncation: (image, random) => image.subarray(0, Math.floor(random() * image.length)),
};

describe.each(FIXTURES)('fuzzed %s', (fixture) => {
  it.each(Object.keys(MUTATIONS))(
    '%s end in values or read errors',
    (kind) => {
      const random = seeded(FIXTURES.indexOf(fixture) * 1000 + kind.length);
      const original = fixtureImage(fixture);
      const end = performance.now() + BUDGET_MS / Object.keys(MUTATIONS).length;
      for (let count = 0; count < MAX_IMAGES && performance.now() < end; count++) {
        const started = performance.now();
        readEverything(MUTATIONS[kind]!(original.slice(), random));
        expect(performance.now() - started, `image ${count}`).toBeLessThan(1000);
      }
    },
    30_000,
  );
});

describe('what the superblock counts', () => {
  it.each(FIXTURES)(
    'every superblock field of %s set to hostile numbers ends in values or read errors',
    (fixture) => {
      const original = fixtureImage(fixture);
      clearChecksums(original);
      for (let at = 1024; at < 1024 + 0x290; at += 4) for (const value of [0, 0x10000, 0xffffffff]) readEverything(writeNumber(original.slice(), at, value));
    },
    30_000,
  );
});

/** One to four places, most of them in metadata. */
function mutate(image: Uint8Array, random: () => number, change: (at: number) => void): Uint8Array {
  if (random() < 0.5) clearChecksums(image);
  for (let count = 1 + Math.floor(random() * 4); count > 0; count--) {
    const end = random() < 0.9 ? METADATA_END : image.length - 4;
    change(random() < 0.1 ? 1024 + Math.floor(random() * 0x400) : 1024 + Math.floor(random() * (end - 1024)));
  }
  return image;
}

/** Without metadata_csum mutations get past the checksums to the checks behind. */
function clearChecksums(image: Uint8Array): void {
  image[1024 + 0x65]! &= ~0x04;
  image.fill(0, 1024 + 0x3fc, 1024 + 0x400);
}

function copyBlock(image: Uint8Array, random: () => number): Uint8Array {
  clearChecksums(image);
  const place = (): number => (2 + Math.floor(random() * 120)) * 1024;
  image.copyWithin(place(), place(), place() + 1024);
  const from = place();
  image.copyWithin(place(), from, from + 1024);
  return image;
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
