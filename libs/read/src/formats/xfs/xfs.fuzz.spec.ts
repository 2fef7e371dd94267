import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { readEverything } from '../../filesystem/fixtures/read-everything.ts';
import type { FileSystem } from '../../filesystem/index.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { type Sealed, seal, sealedStructures } from './fixtures/seal.ts';
import { openXfs } from './index.ts';

const FIXTURES = ['made', 'kernel'] as const;
const BUDGET_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / FIXTURES.length;
const HOSTILE_VALUES = [0, 1, 0x7f, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
/** An inode's own fields are few, and those of the superblock fewer: the front of a structure decides the most. */
const FRONT = 200;
const MAX_DRAINED = 100_000;

/** Changed in place, and put back. */
interface Target {
  readonly image: Uint8Array;
  readonly view: DataView;
  readonly structures: readonly Sealed[];
}

type Mutation = (target: Target, structure: Sealed, random: () => number) => void;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': ({ image }, structure, random) => change(structure, random, (at) => (image[at]! ^= 1 << Math.floor(random() * 8))),
  'random bytes': ({ image }, structure, random) => change(structure, random, (at) => (image[at] = Math.floor(random() * 256))),
  'hostile numbers of 16 bits': ({ view }, structure, random) => change(structure, random, (at) => view.setUint16(at & ~1, hostile(random))),
  'hostile numbers of 32 bits': ({ view }, structure, random) => change(structure, random, (at) => view.setUint32(at & ~3, hostile(random))),
  'numbers a little different': ({ image }, structure, random) => change(structure, random, (at) => (image[at] = image[at]! + (random() < 0.5 ? 1 : -1))),
  'one structure over another': ({ image, structures }, structure, random) => copyOver(image, structure, structures[Math.floor(random() * structures.length)]!),
};

describe.each(FIXTURES)('fuzzed %s', (fixture) => {
  const image = fixtureImage(fixture);
  const target: Target = { image, view: new DataView(image.buffer, image.byteOffset), structures: sealedStructures(image) };

  it.each(Object.keys(MUTATIONS))(
    '%s with right checksums end in values or read errors',
    (kind) => {
      const random = seeded(kind.length);
      const end = performance.now() + BUDGET_MS / Object.keys(MUTATIONS).length;
      let count = 0;
      for (; performance.now() < end; count++) {
        const started = performance.now();
        mutated(target, MUTATIONS[kind]!, random);
        expect(performance.now() - started, `image ${count}`).toBeLessThan(2000);
      }
      expect(count).toBeGreaterThan(0);
    },
    BUDGET_MS + 30_000,
  );

  it('every field of the superblock set to hostile numbers ends in values or read errors', () => {
    const superBlock = target.structures.find(({ what }) => what === 'superblock')!;
    const some = target.structures.filter((_, index) => index % 300 === 0);
    for (let at = 4; at < 300; at += 2) {
      for (const value of [0, 1, 0x7f, 0xffff]) {
        restoring(image, [superBlock], () => {
          target.view.setUint16(at, value);
          seal(image, superBlock);
          readOwners(image, some);
        });
      }
    }
  }, 30_000);

  it('a source that ends anywhere ends in values or read errors', () => {
    const random = seeded(3);
    for (let count = 0; count < 50; count++) readEverything(() => openXfs(memorySource(image.subarray(0, Math.floor(random() * image.length)))));
  }, 30_000);
});

/** Changes one to three structures, reads what is of them, or now and then everything, and puts the bytes back. */
function mutated(target: Target, mutation: Mutation, random: () => number): void {
  const { image, structures } = target;
  const chosen = Array.from({ length: 1 + Math.floor(random() * 3) }, () => structures[Math.floor(random() ** 2 * structures.length)]!);
  restoring(image, chosen, () => {
    for (const structure of chosen) {
      mutation(target, structure, random);
      if (random() < 0.97) seal(image, structure);
    }
    if (random() < 0.02) readEverything(() => openXfs(memorySource(image)));
    else readOwners(image, chosen);
  });
}

/** All that changed structures can change: those of other inodes are not read again. */
function readOwners(image: Uint8Array, changed: readonly Sealed[]): void {
  let fs: FileSystem | undefined;
  tolerate(() => {
    fs = openXfs(memorySource(image));
  });
  if (fs !== undefined) for (const { owner } of changed) readInode(fs, owner ?? fs.rootInode);
}

function readInode(fs: FileSystem, inode: number): void {
  let size = 0;
  tolerate(() => {
    size = fs.stat(inode).size;
  });
  for (const use of [fs.list, fs.runs, fs.metadataRuns]) tolerate(() => drain(use(inode)));
  tolerate(() => fs.readLink(inode));
  tolerate(() => fs.xattrs(inode));
  for (const offset of [0, Math.max(0, size - 100)]) tolerate(() => fs.read(inode, offset, 65_536));
}

function drain(items: Iterable<unknown>): void {
  let count = 0;
  for (const _ of items) if (++count > MAX_DRAINED) return;
}

function tolerate(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
}

function restoring(image: Uint8Array, changed: readonly Sealed[], action: () => void): void {
  const before = changed.map(({ at, length }) => image.slice(at, at + length));
  action();
  for (const [index, { at }] of changed.entries()) image.set(before[index]!, at);
}

function change({ at, length }: Sealed, random: () => number, action: (at: number) => void): void {
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) action(at + Math.floor(random() * (random() < 0.7 ? Math.min(FRONT, length) : length)));
}

function copyOver(image: Uint8Array, to: Sealed, source: Sealed): void {
  image.copyWithin(to.at, source.at, source.at + Math.min(to.length, source.length));
}

function hostile(random: () => number): number {
  return HOSTILE_VALUES[Math.floor(random() * HOSTILE_VALUES.length)]!;
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
