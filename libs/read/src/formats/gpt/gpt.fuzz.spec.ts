import { crc32 } from 'node:zlib';
import { below, fuzzDecoder, type Random, survives } from '@staticfire/testkit/fuzz';
import { memorySource } from '../../block-source/index.ts';
import { HOSTILE_VALUES } from '../../filesystem/fixtures/mutate-image.ts';
import { openImage } from '../../image/index.ts';
import { buildDisk, ENTRIES, SECTORS, seal } from './fixtures/gpt-disk.ts';
import { readPartitionTable } from './index.ts';

const SIZES = [512, 4096] as const;
const ENTRY_LENGTH = 128;
const HEADER_LENGTH = 92;
const fuzz = fuzzDecoder(
  'gpt',
  SIZES.map((size) => `buildDisk of ${size}-byte sectors`),
);

for (const size of SIZES) {
  const { bytes: original } = buildDisk(size);
  const tail = Math.ceil((ENTRIES * ENTRY_LENGTH) / size);
  const copies = [
    { header: size, entries: 2 * size },
    { header: (SECTORS - 1) * size, entries: (SECTORS - 1 - tail) * size },
  ];
  fuzz.loop(
    `headers and entries of ${size}-byte sectors with right checksums`,
    (random) => {
      const disk = Buffer.from(original);
      for (const copy of random() < 0.7 ? [copies[below(random, 2)]!] : copies) change(disk, copy, random);
      survives(() => openImage(memorySource(disk)));
      readPartitionTable(memorySource(disk));
      return 'read';
    },
    { outcomes: ['read'] },
  );
  fuzz.loop(`any bytes of ${size}-byte sectors, cut anywhere`, (random) => {
    const disk = Buffer.from(original);
    for (let count = below(random, 4); count >= 0; count--) disk[below(random, disk.length)] = below(random, 256);
    readPartitionTable(memorySource(random() < 0.3 ? disk.subarray(0, below(random, disk.length)) : disk));
  });
}

/** One to three numbers, then the checksums of entries and header, mostly. */
function change(disk: Buffer, { header, entries }: { readonly header: number; readonly entries: number }, random: Random): void {
  for (let count = 1 + below(random, 3); count > 0; count--) {
    const at = random() < 0.5 ? header + 8 + below(random, HEADER_LENGTH - 12) : entries + below(random, 3 * ENTRY_LENGTH);
    if (random() < 0.5) disk[at] = below(random, 256);
    else disk.writeUInt32LE(HOSTILE_VALUES[below(random, HOSTILE_VALUES.length)]!, at & ~3);
  }
  if (random() < 0.9) disk.writeUInt32LE(crc32(disk.subarray(entries, entries + ENTRIES * ENTRY_LENGTH)), header + 88);
  if (random() < 0.95) seal(disk, header);
}
