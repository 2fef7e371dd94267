import { below, fuzzDecoder, type Random } from '@staticfire/testkit/fuzz';
import { describe, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { HOSTILE_VALUES } from '../../filesystem/fixtures/mutate-image.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { openExt4 } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openExt4(memorySource(bytes)));

const FIXTURES = ['checksums', 'indirect', 'inline'] as const;
const METADATA_END = 96 * 1024; // group descriptors, bitmaps, inode table, first directories

type Mutation = (image: Uint8Array, random: Random) => Uint8Array;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (image, random) => mutate(image, random, (at) => (image[at]! ^= 1 << below(random, 8))),
  'random bytes': (image, random) => mutate(image, random, (at) => (image[at] = below(random, 256))),
  'hostile numbers': (image, random) => mutate(image, random, (at) => writeNumber(image, at & ~1, HOSTILE_VALUES[below(random, HOSTILE_VALUES.length)]!)),
  'blocks copied over others': (image, random) => copyBlock(image, random),
  truncation: (image, random) => image.subarray(0, below(random, image.length)),
};

const fuzz = fuzzDecoder(
  'ext4',
  FIXTURES.map((name) => `fixture ${name}`),
  { slowestMs: 1000 },
);

for (const fixture of FIXTURES) {
  const original = fixtureImage(fixture);
  const image = original.slice();
  for (const [kind, mutation] of Object.entries(MUTATIONS)) {
    fuzz.loop(`${kind} of ${fixture}`, (random) => {
      image.set(original);
      readEverything(mutation(image, random));
    });
  }
}

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
function mutate(image: Uint8Array, random: Random, change: (at: number) => void): Uint8Array {
  if (random() < 0.5) clearChecksums(image);
  for (let count = 1 + below(random, 4); count > 0; count--) {
    const end = random() < 0.9 ? METADATA_END : image.length - 4;
    change(random() < 0.1 ? 1024 + below(random, 0x400) : 1024 + below(random, end - 1024));
  }
  return image;
}

/** Without metadata_csum mutations get past the checksums to the checks behind. */
function clearChecksums(image: Uint8Array): void {
  image[1024 + 0x65]! &= ~0x04;
  image.fill(0, 1024 + 0x3fc, 1024 + 0x400);
}

function copyBlock(image: Uint8Array, random: Random): Uint8Array {
  clearChecksums(image);
  const place = (): number => (2 + below(random, 120)) * 1024;
  image.copyWithin(place(), place(), place() + 1024);
  const from = place();
  image.copyWithin(place(), from, from + 1024);
  return image;
}

function writeNumber(image: Uint8Array, at: number, value: number): Uint8Array {
  new DataView(image.buffer, image.byteOffset).setUint32(at, value, true);
  return image;
}
