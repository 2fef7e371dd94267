import { fuzzDecoder, seededRandom } from '@staticfire/testkit/fuzz';
import { it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { IMAGE_MUTATIONS, writeHostileNumber } from '../../filesystem/fixtures/mutate-image.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { walk } from '../../filesystem/index.ts';
import { FIXTURES, fixtureImage } from './fixtures/fixture-image.ts';
import { seal } from './fixtures/seal.ts';
import { openErofs } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openErofs(memorySource(bytes)));

const SUPER_BLOCK = 1024;
const fuzz = fuzzDecoder(
  'erofs',
  FIXTURES.map((name) => `fixture ${name}`),
);

for (const fixture of FIXTURES) {
  const original = fixtureImage(fixture);
  const image = original.slice();
  const places = metadataBytes(original);
  for (const [kind, mutation] of Object.entries(IMAGE_MUTATIONS)) {
    fuzz.loop(`${kind} of ${fixture}`, (random) => {
      image.set(original);
      readEverything(mutation(image, { random, places, first: SUPER_BLOCK, seal }));
    });
  }
}

it.each(FIXTURES)(
  'superblock fields of %s set to hostile numbers end in values or read errors',
  (fixture) => {
    const original = fixtureImage(fixture);
    const random = seededRandom(7);
    for (let at = SUPER_BLOCK + 8; at < SUPER_BLOCK + 148; at += 2) {
      readEverything(seal(writeHostileNumber(original.slice(), at, random)));
    }
  },
  30_000,
);

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
