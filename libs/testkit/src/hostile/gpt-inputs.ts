import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { buildImage } from '../lab/build-image.ts';
import { baseRecipe } from '../mutations/index.ts';
import type { HostileInput } from './hostile-input.ts';

const SECTOR = 512;
const ENTRY = 128;
const ENTRIES_LENGTH = 128 * ENTRY;
const HEADER_LENGTH = 92;

interface Tables {
  readonly header: Buffer;
  readonly entries: Buffer;
}

type Edit = (tables: Tables) => void;

// Both copies of the table say the same and have right checksums, unless the name says otherwise.
export const gptInputs: readonly HostileInput[] = [
  { name: 'gpt: primary header checksum wrong', make: (path) => makeBroken(path, ['primary']), exitCodes: [1], words: ['backup'] },
  { name: 'gpt: both header checksums wrong', make: (path) => makeBroken(path, ['primary', 'backup']), exitCodes: [3], words: ['GPT'] },
  { name: 'gpt: entries overlap', make: edited(({ entries }) => entries.writeBigUInt64LE(20_480n, 3 * ENTRY + 32)), exitCodes: [1, 3], words: ['overlap'] },
  { name: 'gpt: entry ends behind the disk', make: edited(({ entries }) => entries.writeBigUInt64LE(1n << 40n, 3 * ENTRY + 40)), exitCodes: [1, 3], words: [] },
  {
    name: 'gpt: entry ends at the last number',
    make: edited(({ entries }) => entries.writeBigUInt64LE((1n << 64n) - 1n, 3 * ENTRY + 40)),
    exitCodes: [1, 3],
    words: [],
  },
  { name: 'gpt: entry ends before it starts', make: edited(({ entries }) => entries.writeBigUInt64LE(1n, 3 * ENTRY + 40)), exitCodes: [1, 3], words: [] },
  { name: 'gpt: four billion entries', make: edited(({ header }) => void header.writeUInt32LE(0xffffffff, 80)), exitCodes: [3], words: ['GPT'] },
  { name: 'gpt: entries of two gigabytes', make: edited(({ header }) => void header.writeUInt32LE(0x80000000, 84)), exitCodes: [3], words: ['GPT'] },
  { name: 'gpt: entries of no size', make: edited(({ header }) => void header.writeUInt32LE(0, 84)), exitCodes: [3], words: ['GPT'] },
  { name: 'gpt: header of four gigabytes', make: edited(({ header }) => void header.writeUInt32LE(0xffffffff, 12)), exitCodes: [3], words: ['GPT'] },
];

async function makeBroken(path: string, copies: readonly ('primary' | 'backup')[]): Promise<void> {
  const offsets = { primary: SECTOR + 16, backup: 16 - SECTOR };
  const patches = copies.map((copy) => ({ at: 'disk' as const, offset: offsets[copy], xor: 0xff }));
  await buildImage({ ...baseRecipe, patches }, path);
}

function edited(edit: Edit): (path: string) => Promise<void> {
  return async (path) => {
    await buildImage(baseRecipe, path);
    const disk = await open(path, 'r+');
    try {
      const { size } = await disk.stat();
      await editTable(disk, { header: SECTOR, entries: 2 * SECTOR }, edit);
      await editTable(disk, { header: size - SECTOR, entries: size - 33 * SECTOR }, edit);
    } finally {
      await disk.close();
    }
  };
}

async function editTable(disk: Awaited<ReturnType<typeof open>>, at: { header: number; entries: number }, edit: Edit): Promise<void> {
  const { buffer: header } = await disk.read(Buffer.alloc(SECTOR), 0, SECTOR, at.header);
  const { buffer: entries } = await disk.read(Buffer.alloc(ENTRIES_LENGTH), 0, ENTRIES_LENGTH, at.entries);
  edit({ header, entries });
  header.writeUInt32LE(crc32(entries), 88);
  header.writeUInt32LE(0, 16);
  header.writeUInt32LE(crc32(header.subarray(0, HEADER_LENGTH)), 16);
  await disk.write(entries, 0, entries.length, at.entries);
  await disk.write(header, 0, header.length, at.header);
}
