import { readFile } from 'node:fs/promises';
import { buildImage } from '../lab/build-image.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildRoot } from '../lab/parts.ts';
import type { Patch } from '../lab/recipe.ts';
import { systemRoot } from '../lab/release.ts';
import { patch, patchRoot } from '../mutations/change.ts';
import { baseRecipes } from '../mutations/index.ts';
import { patchesOf } from './edited-bytes.ts';
import { type ErofsPlace, erofsPlace, setFirstBlock, setIndexEntry } from './erofs-place.ts';
import type { HostileInput } from './hostile-input.ts';

type Edit = (root: Buffer, place: ErofsPlace, parent: ErofsPlace) => void;

const BASE = baseRecipes['demo-2026'];
const CONTAINERD = '/bin/containerd'; // compressed, four clusters of many blocks
const OS_RELEASE = '/lib/os-release'; // stored behind its inode
const SBOM = '/share/bottlerocket/spdx-sbom.json'; // compressed, one cluster
const FOLDER = '/lib'; // `.`, `..`, then files and folders; stored behind its inode
const DIRENT = 12;
const NAME_OFFSET = 8;
const NONHEAD = 2;
const HEAD = 1;
const CHUNK_BASED = 9; // i_format: layout 4, extended

// The hash tree is made over the damage, unless the name says otherwise: nothing but the filesystem's own structures tells.
export const erofsInputs: readonly HostileInput[] = [
  damaged('superblock checksum', OS_RELEASE, flipBuildTime, ['erofs superblock, checksum at byte']),
  damaged('cluster outside the filesystem', CONTAINERD, (root, place) => setFirstBlock(root, place, 0xffff_ff00), ['erofs index of inode', 'blkaddr at byte']),
  damaged('index entry leads back before the file', CONTAINERD, backwards(0x7ff), ['erofs index of inode', 'delta[0] at byte']),
  damaged('index entry leads to itself', CONTAINERD, backwards(0), ['erofs index of inode', 'delta[0] at byte']),
  damaged('index entry that begins in the middle of the cluster before', CONTAINERD, overlapping, ['erofs index of inode', 'delta[0] at byte']),
  damaged('cluster inflates to more than the file has', CONTAINERD, (root, place) => root.writeUInt32LE(8192, place.size), [
    'lz4 block at byte',
    'past the 8192 bytes',
  ]),
  damaged('cluster inflates to less than the file has', SBOM, longer, ['erofs compressed cluster, inflated length at byte']),
  damaged('match offset before the start of a cluster', CONTAINERD, matchBeforeStart, ['lz4 block at byte', 'match offset']),
  damaged('file claims an exabyte', OS_RELEASE, claim(1n << 60n), ['erofs inode', 'i_size at byte']),
  damaged('sparse file claims four pebibytes', OS_RELEASE, sparse, ['erofs chunk table of inode', 'blkaddr at byte']),
  damaged('names of a directory out of order', FOLDER, unsorted, ['erofs directory block 0 of inode', ', name at byte']),
  damaged('name offsets of a directory out of order', FOLDER, swappedOffsets, ['erofs directory block 0 of inode', 'nameoff at byte']),
  damaged('directory holds its parent', FOLDER, (root, { content }, parent) => root.writeUInt32LE(parent.nid, content + 2 * DIRENT), [
    '/lib/firmware is a loop',
  ]),
  damaged('shared attribute outside the filesystem', OS_RELEASE, (root, { xattrBody }) => root.writeUInt32LE(0xffff_fff0, xattrBody), ['erofs shared xattr']),
  damaged('more shared attributes than there is room for', OS_RELEASE, (root, { xattrHeader }) => root.writeUInt8(255, xattrHeader + 4), [
    'erofs xattrs',
    'h_shared_count at byte',
  ]),
  {
    ...damaged(
      'match offset before the start, hash tree of the sound root',
      CONTAINERD,
      matchBeforeStart,
      ['data-intact', '1 damaged block(s)', 'lz4 block at byte'],
      patchAfter,
    ),
    exitCodes: [1],
  },
];

function damaged(what: string, path: string, edit: Edit, words: readonly string[], apply = patchBefore): HostileInput {
  const make = async (image: string): Promise<void> => {
    const root = await buildRoot(BASE, partFolder);
    const usr = systemRoot(BASE.release);
    const [place, parent] = [await erofsPlace(root, `${usr}${path}`), await erofsPlace(root, usr)];
    const patches = patchesOf(await readFile(root), (bytes) => edit(bytes, place, parent));
    await buildImage(apply(patches)(BASE), image);
  };
  return { name: `erofs: ${what}`, make, exitCodes: [3], words };
}

function patchBefore(patches: readonly Omit<Patch, 'at'>[]) {
  return patchRoot(...patches);
}

function patchAfter(patches: readonly Omit<Patch, 'at'>[]) {
  return patch(...patches.map((each) => ({ ...each, at: 'ROOT-A' as const })));
}

function flipBuildTime(root: Buffer): void {
  root.writeUInt8(root[1024 + 24]! ^ 1, 1024 + 24);
}

function backwards(value: number): Edit {
  return (root, place) => setIndexEntry(root, place, 40, { type: NONHEAD, value });
}

/** A second head inside the first cluster: what is mapped there would be stored where another file's blocks are. */
function overlapping(root: Buffer, place: ErofsPlace): void {
  setIndexEntry(root, place, 20, { type: HEAD, value: 100 });
}

/** The stored bytes stand at the end of their blocks, behind zeros. */
function matchBeforeStart(root: Buffer, { content }: ErofsPlace): void {
  let start = content;
  while (root[start] === 0) start++;
  root.set([0x10, 0x41, 0xff, 0xff], start); // one literal, then a match 65535 bytes back
}

function claim(size: bigint): Edit {
  return (root, place) => root.writeBigUInt64LE(size, place.size);
}

/** The entry that ends the only cluster goes, so that the cluster has to fill the longer file. */
function longer(root: Buffer, place: ErofsPlace): void {
  setIndexEntry(root, place, 2, { type: NONHEAD, value: 2 });
  root.writeUInt32LE(12_000, place.size);
}

/** Chunks of 8 TiB each; the table lies where other inodes are. */
function sparse(root: Buffer, place: ErofsPlace): void {
  root.writeUInt16LE(CHUNK_BASED, place.inode);
  root.writeUInt32LE(31, place.inode + 16);
  root.writeBigUInt64LE(1n << 52n, place.size);
}

function unsorted(root: Buffer, { content }: ErofsPlace): void {
  root.write('z', content + root.readUInt16LE(content + 2 * DIRENT + NAME_OFFSET), 'latin1');
}

function swappedOffsets(root: Buffer, { content }: ErofsPlace): void {
  const [third, fourth] = [2, 3].map((index) => content + index * DIRENT + NAME_OFFSET) as [number, number];
  const value = root.readUInt16LE(third);
  root.writeUInt16LE(root.readUInt16LE(fourth), third);
  root.writeUInt16LE(value, fourth);
}
