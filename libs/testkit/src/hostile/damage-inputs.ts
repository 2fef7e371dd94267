import type { Patch } from '../lab/recipe.ts';
import { patch } from '../mutations/change.ts';
import { changed, type HostileInput } from './hostile-input.ts';

const BLOCK = 4096;

// Where the base image's ROOT keeps its structures; hostile.oracle.spec asks debugfs for the same numbers.
export const ROOT_LAYOUT = { inodeTable: 67, osReleaseInode: 68, libDirectory: 1953, osRelease: 1966 };

const INODE = ROOT_LAYOUT.inodeTable * BLOCK + (ROOT_LAYOUT.osReleaseInode - 1) * 256;
const EXTENT = 0x28 + 20; // i_block, then past the header and the extent's first two words

// One flipped bit each, checksums left as they are: the structure is damaged, and ROOT differs from its hash tree.
const PLACES: Readonly<Record<string, number>> = {
  'superblock magic': 1024 + 56,
  'superblock block count': 1024 + 4,
  'superblock checksum': 1024 + 1020,
  'first group descriptor': BLOCK + 8,
  'inode of os-release': INODE,
  'extent of os-release': INODE + EXTENT,
  'directory of os-release': ROOT_LAYOUT.libDirectory * BLOCK + 8,
  'content of os-release': ROOT_LAYOUT.osRelease * BLOCK,
};

export const damageInputs: readonly HostileInput[] = [
  ...Object.entries(PLACES).map(([place, offset]) => damaged(`ROOT ${place}`, { at: 'ROOT-A', offset, xor: 4 })),
  damaged('HASH superblock magic', { at: 'HASH-A', offset: 0, xor: 4 }),
  damaged('BOOT superblock magic', { at: 'BOOT-A', offset: 1024 + 56, xor: 4 }),
  damaged('PRIVATE superblock magic', { at: 'PRIVATE', offset: 1024 + 56, xor: 4 }),
];

function damaged(place: string, where: Patch): HostileInput {
  return { name: `damage: one bit of ${place}`, make: changed(patch(where)), exitCodes: [1, 3], words: [] };
}
