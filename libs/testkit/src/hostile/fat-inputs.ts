import { open } from 'node:fs/promises';
import { buildImage } from '../lab/build-image.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildParts } from '../lab/parts.ts';
import { patch } from '../mutations/change.ts';
import { baseRecipes } from '../mutations/index.ts';
import { patchesOf } from './edited-bytes.ts';
import { FatPlace } from './fat-place.ts';
import type { HostileInput } from './hostile-input.ts';

type Edit = (fat: FatPlace, esp: Buffer) => void;

const BASE = baseRecipes['demo-uki'];
const HEAD = 2 * 1024 * 1024; // boot sector, FATs, root directory, and the first clusters
const UKI = 'BOOTX64 EFI';
const TOTAL_SECTORS = 32;
const SECTORS_PER_CLUSTER = 13;

// Nothing but the signature on the UKI protects the ESP, so that no rule of dm-verity tells what happened to it.
export const fatInputs: readonly HostileInput[] = [
  damaged('chain of the UKI is a loop', (fat) => fat.setNext(fat.firstCluster(UKI) + 5, fat.firstCluster(UKI) + 2), [
    'FAT chain of /EFI/BOOT/BOOTX64.EFI, entry',
    'expected no loop',
  ]),
  damaged('certificate shares clusters with the UKI', (fat) => fat.setFirstCluster('DB      CRT', fat.firstCluster(UKI) + 3), ['FAT chain', 'belongs to']),
  damaged('chain of the UKI leads out of the volume', (fat) => fat.setNext(fat.firstCluster(UKI) + 5, 0xfff0), [
    'FAT chain of /EFI/BOOT/BOOTX64.EFI, entry',
    'reserved',
  ]),
  damaged('four billion sectors', (_, esp) => esp.writeUInt32LE(0xffff_ffff, TOTAL_SECTORS), ['FAT boot sector', 'BPB_TotSec at byte']),
  damaged('more clusters than the FAT has room for', (_, esp) => esp.writeUInt8(1, SECTORS_PER_CLUSTER), ['FAT boot sector, count of clusters at byte']),
  damaged('two FATs that differ', (fat) => fat.setNext(fat.firstCluster(UKI) + 5, fat.firstCluster(UKI) + 9, 1), ['FAT 1, entry', 'as in FAT 0']),
  // Behind the loop there is no UKI to be found: that is a finding, beside the folder that cannot be read.
  { ...damaged('folder holds its parent', (fat) => fat.setFirstCluster('BOOT', fat.firstCluster('EFI')), ['/EFI/BOOT is a loop']), exitCodes: [1] },
];

function damaged(what: string, edit: Edit, words: readonly string[]): HostileInput {
  const make = async (path: string): Promise<void> => {
    const esp = await readHead((await buildParts(BASE, partFolder))['EFI-A']!);
    const patches = patchesOf(esp, (bytes) => edit(new FatPlace(bytes), bytes));
    await buildImage(patch(...patches.map((each) => ({ ...each, at: 'EFI-A' as const })))(BASE), path);
  };
  return { name: `fat: ${what}`, make, exitCodes: [3], words };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    return (await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)).buffer;
  } finally {
    await file.close();
  }
}
