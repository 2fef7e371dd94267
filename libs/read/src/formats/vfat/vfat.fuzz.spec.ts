import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { FatVolume } from './fixtures/fat-volume.ts';
import { openVfat } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openVfat(memorySource(bytes)));

const SEED = 20261125;
/** The suite's share of time goes to each of fifteen properties. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 15;
const HOSTILE_VALUES = [0, 1, 2, 3, 0x0f, 0x10, 0x40, 0x7f, 0xe5, 0xff7, 0xfff, 0x7fff, 0x8000, 0xfff7, 0xffff, 0x0fffffff, 0x7fffffff, 0x80000000, 0xffffffff];
const TREE = {
  EFI: {
    BOOT: { 'BOOTX64.EFI': Buffer.alloc(3000, 1), 'a rather long name.cfg': Buffer.from('config'), D: { E: { F: {} } } },
    Linux: { 'bottlerocket.efi': Buffer.alloc(700) },
  },
  'TWO.BIN': Buffer.alloc(1024, 2),
};

type Random = () => number;
type Mutation = (volume: FatVolume, random: Random) => Uint8Array;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (volume, random) => mutate(volume, random, (at) => (volume.bytes[at]! ^= 1 << Math.floor(random() * 8))),
  'hostile numbers': (volume, random) =>
    mutate(volume, random, (at) => volume.bytes.writeUInt32LE(HOSTILE_VALUES[Math.floor(random() * HOSTILE_VALUES.length)]!, at & ~1)),
  'other chains': (volume, random) => mutate(volume, random, () => volume.setFat(below(random, 40), below(random, 60))),
  'slots copied over others': (volume, random) =>
    mutate(volume, random, (at) => volume.bytes.copyWithin(at & ~31, places(volume, random) & ~31, (places(volume, random) & ~31) + 32)),
  truncation: (volume, random) => volume.bytes.subarray(0, below(random, volume.bytes.length)),
};

describe.each([12, 16, 32] as const)('fuzzed FAT%i', (bits) => {
  it.each(Object.keys(MUTATIONS))('%s end in values or read errors', (kind) => {
    const random = seeded(SEED + bits * 100 + kind.length);
    const original = new FatVolume(bits, TREE);
    const pristine = Buffer.from(original.bytes);
    const end = performance.now() + TIME_MS;
    for (let count = 0; performance.now() < end; count++) {
      pristine.copy(original.bytes);
      const started = performance.now();
      readEverything(MUTATIONS[kind]!(original, random));
      expect(performance.now() - started, `image ${count}`).toBeLessThan(2000);
    }
  });
});

describe.each([12, 16, 32] as const)('the boot sector of FAT%i', (bits) => {
  it('with every field set to hostile numbers ends in values or read errors', () => {
    const original = new FatVolume(bits, TREE);
    for (let at = 0; at < 90; at++) {
      for (const value of [0, 1, 0x80, 0xff, 0xffff, 0xffffffff]) {
        const image = Buffer.from(original.bytes);
        image.writeUInt32LE(value, at);
        readEverything(image);
      }
    }
  });
});

function mutate(volume: FatVolume, random: Random, change: (at: number) => void): Uint8Array {
  for (let count = 1 + below(random, 4); count > 0; count--) change(places(volume, random));
  return volume.bytes;
}

/** Most of them where the metadata is. */
function places(volume: FatVolume, random: Random): number {
  const kind = random();
  if (kind < 0.1) return below(random, 96);
  if (kind < 0.4) return volume.fatOffset + below(random, 64);
  if (kind < 0.6) return volume.rootOffset + below(random, 512);
  return volume.dataOffset + below(random, 30 * 512);
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** mulberry32 */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
