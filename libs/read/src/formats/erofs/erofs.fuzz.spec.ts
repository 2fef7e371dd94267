import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { IMAGE_MUTATIONS, seeded, writeHostileNumber } from '../../filesystem/fixtures/mutate-image.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { walk } from '../../filesystem/index.ts';
import { FIXTURES, type Fixture, fixtureImage } from './fixtures/fixture-image.ts';
import { seal } from './fixtures/seal.ts';
import { openErofs } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openErofs(memorySource(bytes)));

const BUDGET_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / FIXTURES.length;
const SUPER_BLOCK = 1024;

describe.each(FIXTURES)('fuzzed %s', (fixture) => {
  const original = fixtureImage(fixture);
  const places = metadataBytes(original);

  it.each(Object.keys(IMAGE_MUTATIONS))('%s end in values or read errors', (kind) => {
    const random = seeded(FIXTURES.indexOf(fixture as Fixture) * 1000 + kind.length);
    const end = performance.now() + BUDGET_MS / Object.keys(IMAGE_MUTATIONS).length;
    let count = 0;
    for (; performance.now() < end; count++) {
      const started = performance.now();
      readEverything(IMAGE_MUTATIONS[kind]!(original.slice(), { random, places, first: SUPER_BLOCK, seal }));
      expect(performance.now() - started, `image ${count}`).toBeLessThan(2000);
    }
    expect(count).toBeGreaterThan(0);
  });

  it('superblock fields set to hostile numbers end in values or read errors', () => {
    const random = seeded(7);
    for (let at = SUPER_BLOCK + 8; at < SUPER_BLOCK + 148; at += 2) {
      readEverything(seal(writeHostileNumber(original.slice(), at, random)));
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
