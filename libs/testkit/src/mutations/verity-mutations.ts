import type { ImageRecipe } from '../lab/recipe.ts';
import { patch, stateTable } from './change.ts';
import type { Mutation } from './mutation.ts';

const BLOCK = 4096;
const INTACT = { 'baseline:verity/data-intact': 'fail' } as const;
const SUPERBLOCK = { 'baseline:verity/superblock-agrees': 'fail' } as const;
const COVERS = { 'baseline:verity/covers-root': 'fail' } as const;
const CLOSED = { 'baseline:verity/fails-closed': 'fail' } as const;
const DEVICES = { 'baseline:verity/partitions': 'fail' } as const;
const OTHER_HEX = 'a5'.repeat(32);

// Facts of the base image's ROOT, checked by mutations.oracle.spec: its length, and where /usr/bin/runc lies.
export const BASE_BLOCKS = 2514;
export const RUNC_BLOCK = 1946;
const RUNC_TEXT = 131; // in the text a lab program carries

export const verityMutations: readonly Mutation[] = [
  { name: 'verity: a program on ROOT has a flipped bit', change: patch({ at: 'ROOT-A', offset: RUNC_BLOCK * BLOCK + RUNC_TEXT, xor: 1 }), expect: INTACT },
  { name: 'verity: unused block of ROOT has a flipped byte', change: patch({ at: 'ROOT-A', offset: (BASE_BLOCKS - 1) * BLOCK, xor: 1 }), expect: INTACT },
  { name: 'verity: leaf hash block has a flipped byte', change: patch({ at: 'HASH-A', offset: 3 * BLOCK + 7, xor: 1 }), expect: INTACT },
  { name: 'verity: top hash block has a flipped byte', change: patch({ at: 'HASH-A', offset: BLOCK, xor: 0x80 }), expect: INTACT },
  { name: 'verity: grub.cfg has a stale root hash', change: stateTable({ rootHash: OTHER_HEX }), expect: INTACT },
  {
    // The kernel hashes with the table's salt, so every digest comes out different too.
    name: 'verity: grub.cfg has another salt',
    change: stateTable({ salt: OTHER_HEX }),
    expect: { ...INTACT, ...SUPERBLOCK },
  },
  { name: 'verity: superblock has another salt', change: patch({ at: 'HASH-A', offset: 88, xor: 1 }), expect: SUPERBLOCK },
  { name: 'verity: superblock counts another number of blocks', change: patch({ at: 'HASH-A', offset: 72, xor: 1 }), expect: SUPERBLOCK },
  {
    name: 'verity: superblock names another algorithm',
    change: patch({ at: 'HASH-A', offset: 32, bytes: Buffer.from('sha512').toString('hex') }),
    expect: SUPERBLOCK,
  },
  {
    // Tree, superblock and table agree with one another: only the filesystem is longer.
    name: 'verity: tree leaves out the end of ROOT',
    change: (base) => ({ ...base, verity: { ...base.verity, uncoveredBlocks: 8 } }),
    expect: COVERS,
  },
  {
    // Fewer blocks give another top of the tree, and the superblock still counts all of them.
    name: 'verity: table counts fewer blocks than were hashed',
    change: stateTable({ dataBlocks: BASE_BLOCKS - 8, sectors: (BASE_BLOCKS - 8) * 8 }),
    expect: { ...COVERS, ...INTACT, ...SUPERBLOCK },
  },
  { name: 'verity: device is shorter than its blocks', change: stateTable({ sectors: (BASE_BLOCKS - 8) * 8 }), expect: COVERS },
  { name: 'verity: restart_on_corruption is missing', change: stateTable({ options: ['ignore_zero_blocks'] }), expect: CLOSED },
  { name: 'verity: ignore_corruption instead of a restart', change: stateTable({ options: ['ignore_corruption', 'ignore_zero_blocks'] }), expect: CLOSED },
  { name: 'verity: ignore_corruption beside a restart', change: addOption('ignore_corruption'), expect: CLOSED },
  { name: 'verity: blocks are checked only once', change: addOption('check_at_most_once'), expect: CLOSED },
  {
    // Judged on its own rule; the data rules look at ROOT and HASH by role.
    name: 'verity: data and hash devices are swapped',
    change: stateTable({ dataDevice: 'PARTUUID=$boot_uuid/PARTNROFF=2', hashDevice: 'PARTUUID=$boot_uuid/PARTNROFF=1' }),
    expect: DEVICES,
  },
  { name: 'verity: data device is named by its disk', change: stateTable({ dataDevice: '/dev/sda4' }), expect: DEVICES },
  { name: 'verity: hash device is that of bank B', change: stateTable({ hashDevice: 'PARTUUID=$boot_uuid/PARTNROFF=7' }), expect: DEVICES },
];

function addOption(option: string): (base: ImageRecipe) => ImageRecipe {
  return stateTable({ options: ['restart_on_corruption', 'ignore_zero_blocks', option] });
}
