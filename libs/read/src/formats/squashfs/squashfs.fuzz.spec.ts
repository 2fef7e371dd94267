import { fuzzDecoder, seededRandom } from '@staticfire/testkit/fuzz';
import { it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { IMAGE_MUTATIONS, writeHostileNumber } from '../../filesystem/fixtures/mutate-image.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { FIXTURES, fixtureImage } from './fixtures/fixture-image.ts';
import { openSquashfs, readSquashfsSuperBlock } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openSquashfs(memorySource(bytes)));

const SUPER_BLOCK_LENGTH = 96;
const seal = (image: Uint8Array) => image;
const fuzz = fuzzDecoder(
  'squashfs',
  FIXTURES.map((name) => `fixture ${name}`),
);

for (const fixture of FIXTURES) {
  const original = fixtureImage(fixture);
  const image = original.slice();
  const { inodeTable, length } = readSquashfsSuperBlock(memorySource(original));
  const places = Array.from({ length: length - inodeTable }, (_, index) => inodeTable + index);
  for (const [kind, mutation] of Object.entries(IMAGE_MUTATIONS)) {
    fuzz.loop(`${kind} of ${fixture}`, (random) => {
      image.set(original);
      readEverything(mutation(image, { random, places, first: 0, seal }));
    });
  }
}

it.each(FIXTURES)(
  'superblock fields of %s set to hostile numbers end in values or read errors',
  (fixture) => {
    const original = fixtureImage(fixture);
    const random = seededRandom(7);
    for (let at = 4; at < SUPER_BLOCK_LENGTH; at += 2) readEverything(writeHostileNumber(original.slice(), at, random));
  },
  30_000,
);
