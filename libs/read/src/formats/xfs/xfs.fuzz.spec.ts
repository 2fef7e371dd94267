import { below, fuzzDecoder, type Random, seededRandom, survives } from '@staticfire/testkit/fuzz';
import { it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { HOSTILE_VALUES } from '../../filesystem/fixtures/mutate-image.ts';
import { readEverything } from '../../filesystem/fixtures/read-everything.ts';
import type { FileSystem } from '../../filesystem/index.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { type Sealed, seal, sealedStructures } from './fixtures/seal.ts';
import { openXfs } from './index.ts';

const FIXTURES = ['made', 'kernel'] as const;
/** An inode's own fields are few, and those of the superblock fewer: the front of a structure decides the most. */
const FRONT = 200;
const MAX_DRAINED = 100_000;

/** Changed in place, and put back. */
interface Target {
  readonly image: Uint8Array;
  readonly view: DataView;
  readonly structures: readonly Sealed[];
}

type Mutation = (target: Target, structure: Sealed, random: Random) => void;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': ({ image }, structure, random) => change(structure, random, (at) => (image[at]! ^= 1 << below(random, 8))),
  'random bytes': ({ image }, structure, random) => change(structure, random, (at) => (image[at] = below(random, 256))),
  'hostile numbers of 16 bits': ({ view }, structure, random) => change(structure, random, (at) => view.setUint16(at & ~1, hostile(random))),
  'hostile numbers of 32 bits': ({ view }, structure, random) => change(structure, random, (at) => view.setUint32(at & ~3, hostile(random))),
  'numbers a little different': ({ image }, structure, random) => change(structure, random, (at) => (image[at] = image[at]! + (random() < 0.5 ? 1 : -1))),
  'one structure over another': ({ image, structures }, structure, random) => copyOver(image, structure, structures[below(random, structures.length)]!),
};

const fuzz = fuzzDecoder(
  'xfs',
  FIXTURES.map((name) => `fixture ${name}`),
);
const targets = FIXTURES.map((fixture): readonly [fixture: string, target: Target] => {
  const image = fixtureImage(fixture);
  return [fixture, { image, view: new DataView(image.buffer, image.byteOffset), structures: sealedStructures(image) }];
});

for (const [fixture, target] of targets) {
  for (const [kind, mutation] of Object.entries(MUTATIONS)) fuzz.loop(`${kind} of ${fixture}`, (random) => mutated(target, mutation, random));
}

it.each(targets)(
  'every field of the superblock of %s set to hostile numbers ends in values or read errors',
  (_, { image, view, structures }) => {
    const superBlock = structures.find(({ what }) => what === 'superblock')!;
    const some = structures.filter((_, index) => index % 300 === 0);
    for (let at = 4; at < 300; at += 2) {
      for (const value of [0, 1, 0x7f, 0xffff]) {
        restoring(image, [superBlock], () => {
          view.setUint16(at, value);
          seal(image, superBlock);
          readOwners(image, some);
        });
      }
    }
  },
  30_000,
);

it.each(targets)(
  '%s that ends anywhere ends in values or read errors',
  (_, { image }) => {
    const random = seededRandom(3);
    for (let count = 0; count < 50; count++) readEverything(() => openXfs(memorySource(image.subarray(0, below(random, image.length)))));
  },
  30_000,
);

/** Changes one to three structures, reads what is of them, or now and then everything, and puts the bytes back. */
function mutated(target: Target, mutation: Mutation, random: Random): void {
  const { image, structures } = target;
  const chosen = Array.from({ length: 1 + below(random, 3) }, () => structures[Math.floor(random() ** 2 * structures.length)]!);
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
  const fs = survives(() => openXfs(memorySource(image)));
  if (fs !== undefined) for (const { owner } of changed) readInode(fs, owner ?? fs.rootInode);
}

function readInode(fs: FileSystem, inode: number): void {
  const size = survives(() => fs.stat(inode).size) ?? 0;
  for (const use of [fs.list, fs.runs, fs.metadataRuns]) survives(() => drain(use(inode)));
  survives(() => fs.readLink(inode));
  survives(() => fs.xattrs(inode));
  for (const offset of [0, Math.max(0, size - 100)]) survives(() => fs.read(inode, offset, 65_536));
}

function drain(items: Iterable<unknown>): void {
  let count = 0;
  for (const _ of items) if (++count > MAX_DRAINED) return;
}

function restoring(image: Uint8Array, changed: readonly Sealed[], action: () => void): void {
  const before = changed.map(({ at, length }) => image.slice(at, at + length));
  action();
  for (const [index, { at }] of changed.entries()) image.set(before[index]!, at);
}

function change({ at, length }: Sealed, random: Random, action: (at: number) => void): void {
  for (let count = 1 + below(random, 3); count > 0; count--) action(at + below(random, random() < 0.7 ? Math.min(FRONT, length) : length));
}

function copyOver(image: Uint8Array, to: Sealed, source: Sealed): void {
  image.copyWithin(to.at, source.at, source.at + Math.min(to.length, source.length));
}

function hostile(random: Random): number {
  return HOSTILE_VALUES[below(random, HOSTILE_VALUES.length)]!;
}
