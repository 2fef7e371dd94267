import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { IMAGE_MUTATIONS, seeded, writeHostileNumber } from '../../filesystem/fixtures/mutate-image.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { FIXTURES, fixtureImage } from './fixtures/fixture-image.ts';
import { openSquashfs, readSquashfsSuperBlock } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openSquashfs(memorySource(bytes)));

const BUDGET_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / FIXTURES.length;
const SUPER_BLOCK_LENGTH = 96;

describe.each(FIXTURES)('fuzzed %s', (fixture) => {
  const original = fixtureImage(fixture);
  const { inodeTable, length } = readSquashfsSuperBlock(memorySource(original));
  const places = Array.from({ length: length - inodeTable }, (_, index) => inodeTable + index);

  it.each(Object.keys(IMAGE_MUTATIONS))('%s end in values or read errors', (kind) => {
    const random = seeded(FIXTURES.indexOf(fixture) * 1000 + kind.length);
    const plan = { random, places, first: 0, seal: (image: Uint8Array) => image };
    const end = performance.now() + BUDGET_MS / Object.keys(IMAGE_MUTATIONS).length;
    let count = 0;
    for (; performance.now() < end; count++) {
      const started = performance.now();
      readEverything(IMAGE_MUTATIONS[kind]!(original.slice(), plan));
      expect(performance.now() - started, `image ${count}`).toBeLessThan(2000);
    }
    expect(count).toBeGreaterThan(0);
  });

  it('superblock fields set to hostile numbers end in values or read errors', () => {
    const random = seeded(7);
    for (let at = 4; at < SUPER_BLOCK_LENGTH; at += 2) readEverything(writeHostileNumber(original.slice(), at, random));
  }, 30_000);
});
