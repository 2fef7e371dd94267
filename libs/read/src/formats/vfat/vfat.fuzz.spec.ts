import { below, fuzzDecoder, type Random } from '@staticfire/testkit/fuzz';
import { describe, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { FatVolume } from './fixtures/fat-volume.ts';
import { openVfat } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openVfat(memorySource(bytes)));

const HOSTILE_VALUES = [0, 1, 2, 3, 0x0f, 0x10, 0x40, 0x7f, 0xe5, 0xff7, 0xfff, 0x7fff, 0x8000, 0xfff7, 0xffff, 0x0fffffff, 0x7fffffff, 0x80000000, 0xffffffff];
const TREE = {
  EFI: {
    BOOT: { 'BOOTX64.EFI': Buffer.alloc(3000, 1), 'a rather long name.cfg': Buffer.from('config'), D: { E: { F: {} } } },
    Linux: { 'bottlerocket.efi': Buffer.alloc(700) },
  },
  'TWO.BIN': Buffer.alloc(1024, 2),
};

type Mutation = (volume: FatVolume, random: Random) => Uint8Array;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (volume, random) => mutate(volume, random, (at) => (volume.bytes[at]! ^= 1 << below(random, 8))),
  'hostile numbers': (volume, random) =>
    mutate(volume, random, (at) => volume.bytes.writeUInt32LE(HOSTILE_VALUES[below(random, HOSTILE_VALUES.length)]!, at & ~1)),
  'other chains': (volume, random) => mutate(volume, random, () => volume.setFat(below(random, 40), below(random, 60))),
  'slots copied over others': (volume, random) =>
    mutate(volume, random, (at) => volume.bytes.copyWithin(at & ~31, places(volume, random) & ~31, (places(volume, random) & ~31) + 32)),
  truncation: (volume, random) => volume.bytes.subarray(0, below(random, volume.bytes.length)),
};

const BITS = [12, 16, 32] as const;
const fuzz = fuzzDecoder(
  'vfat',
  BITS.map((bits) => `FAT${bits} made by FatVolume`),
);

for (const bits of BITS) {
  const volume = new FatVolume(bits, TREE);
  const pristine = Buffer.from(volume.bytes);
  for (const [kind, mutation] of Object.entries(MUTATIONS)) {
    fuzz.loop(`${kind} of FAT${bits}`, (random) => {
      pristine.copy(volume.bytes);
      readEverything(mutation(volume, random));
    });
  }
}

describe.each(BITS)('the boot sector of FAT%i', (bits) => {
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
