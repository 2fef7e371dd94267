import { deflateSync } from 'node:zlib';
import type { ReadErrorKind } from '@staticfire/read/bytes';
import { type BadDisk, noise } from './bad-disk.ts';
import { VMDK_PARTS, type VmdkRecipe, vmdkFile } from './vmdk-file.ts';

const SECTOR = 512;
const GRAIN = 8 * SECTOR;
const DIRECTORY = VMDK_PARTS.directory * SECTOR;
const TABLE = VMDK_PARTS.tables * SECTOR;
/** Of the first grain. */
const DATA = (VMDK_PARTS.tables + 2) * SECTOR;

/** 60 sectors in 8 grains of 4 KiB, the last one not whole; two tables. */
export const GOOD_SPARSE: VmdkRecipe = { capacity: 60, grains: { 0: noise(GRAIN, 1), 2: 'zero', 5: noise(GRAIN, 2), 7: noise(GRAIN, 3) } };
export const GOOD_STREAM: VmdkRecipe = { ...GOOD_SPARSE, stream: true, grains: { ...GOOD_SPARSE.grains, 7: noise(4 * SECTOR, 3) } };

type Edit = (file: Buffer) => unknown;

const sparse = (name: string, kind: ReadErrorKind, message: RegExp, edit: Edit | VmdkRecipe, qemuReads = false) =>
  bad(name, kind, message, GOOD_SPARSE, edit, qemuReads);
const stream = (name: string, kind: ReadErrorKind, message: RegExp, edit: Edit | VmdkRecipe, qemuReads = false) =>
  bad(`stream: ${name}`, kind, message, GOOD_STREAM, edit, qemuReads);

export const BAD_VMDK: readonly BadDisk[] = [
  sparse('version 4', 'unsupported', /VMDK header, version at byte 4: found 4/, (file) => file.writeUInt32LE(4, 4)),
  sparse('an unknown flag', 'unsupported', /flags at byte 8: found 0x40,/, (file) => file.writeUInt32LE(0x45, 8), true),
  sparse(
    'newlines that a transfer changed',
    'format',
    /singleEndLineChar at byte 73: the file was changed by a transfer as text/,
    (file) => file.write('\n \n\n', 73),
    true,
  ),
  sparse('an unknown compression', 'unsupported', /compressAlgorithm at byte 77: found 2/, (file) => file.writeUInt16LE(2, 77), true),
  sparse('compression without its flag', 'format', /compressAlgorithm at byte 77: found 1, expected 0/, (file) => file.writeUInt16LE(1, 77)),
  sparse('markers without compression', 'unsupported', /flags at byte 8: found 0x20005/, (file) => file.writeUInt32LE(0x20005, 8), true),
  sparse('grains of seven sectors', 'format', /grainSize at byte 20: found 7, expected a power of two/, (file) => file.writeUInt32LE(7, 20), true),
  sparse('grains of nothing', 'format', /grainSize at byte 20: found 0/, (file) => file.writeUInt32LE(0, 20)),
  sparse('grains of 4 MiB', 'limit', /grainSize at byte 20: found 8192/, (file) => file.writeUInt32LE(8192, 20), true),
  sparse('tables of nothing', 'format', /numGTEsPerGT at byte 44: found 0/, (file) => file.writeUInt32LE(0, 44)),
  sparse('tables of 513', 'format', /numGTEsPerGT at byte 44: found 513/, (file) => file.writeUInt32LE(513, 44)),
  sparse('a huge capacity', 'limit', /capacity at byte 12: found 8796093022208/, (file) => file.writeBigUInt64LE(2n ** 43n, 12)),
  sparse('a capacity beyond 2^53', 'format', /capacity at byte 12/, (file) => file.writeBigUInt64LE(2n ** 63n, 12)),
  sparse('a directory behind the file', 'format', /gdOffset at byte 56: found 1000000/, (file) => file.writeBigUInt64LE(1000000n, 56), true),
  sparse('a directory over the header', 'format', /gdOffset at byte 56: found 0/, (file) => file.writeBigUInt64LE(0n, 56), true),
  sparse('metadata longer than the file', 'format', /overHead at byte 64: found 1000000/, (file) => file.writeBigUInt64LE(1000000n, 64)),
  sparse('a table behind the file', 'format', /grain directory, entry 0 at byte 1536: found 1000000/, (file) => file.writeUInt32LE(1000000, DIRECTORY), true),
  sparse(
    'a table that is the directory',
    'format',
    /grain directory, entry 1 at byte 1540: found 3, expected a table that is not the directory/,
    (file) => file.writeUInt32LE(3, DIRECTORY + 4),
    true,
  ),
  sparse(
    'a table used twice',
    'format',
    /grain directory, entry 1 at byte 1540: found 4, expected a table that is not used twice/,
    (file) => file.writeUInt32LE(4, DIRECTORY + 4),
    true,
  ),
  sparse(
    'a grain behind the file',
    'format',
    /grain table, entry 0 at byte 2048: found 1000000, expected a grain inside/,
    (file) => file.writeUInt32LE(1000000, TABLE),
    true,
  ),
  sparse(
    'a grain over the metadata',
    'format',
    /grain table, entry 0 at byte 2048: found 3, expected behind the 6 sectors of metadata/,
    (file) => file.writeUInt32LE(3, TABLE),
    true,
  ),
  sparse('a zero grain without the flag', 'format', /grain table, entry 2 at byte 2056: found 1, expected behind/, (file) => file.writeUInt32LE(1, 8), true),
  sparse(
    'a grain cut off',
    'format',
    /grain table, entry 3 at byte 2572: found 22, expected a grain inside/,
    (file) => file.subarray(0, file.length - 5 * SECTOR),
    true,
  ),
  sparse(
    'a parent',
    'unsupported',
    /parentCID at byte 512: this disk holds only what differs from its parent "\.\.\/etc\/\\u0001", which is not opened; .*qemu-img/,
    {
      descriptor: { parentCID: '12345678', parentFileNameHint: '"../etc/\x01"' },
    },
  ),
  sparse(
    'a flat disk',
    'unsupported',
    /createType at byte 512: .*found "monolithicFlat", expected monolithicSparse or streamOptimized/,
    { descriptor: { createType: '"monolithicFlat"' } },
    true,
  ),
  sparse('no word of a parent', 'format', /parentCID at byte 512: it is not there/, { descriptor: { parentCID: undefined } }),
  sparse('no type', 'unsupported', /createType at byte 512: .*found ""/, { descriptor: { createType: '' } }, true),
  sparse('a type twice', 'format', /createType at byte 512: it is there twice/, { extents: ['RW 60 SPARSE "a"', 'createType="monolithicSparse"'] }, true),
  sparse('two extents', 'format', /extents at byte 512: found RW SPARSE, RW SPARSE, expected one/, { extents: ['RW 60 SPARSE "a"', 'RW 60 SPARSE "b"'] }, true),
  sparse('no extent', 'format', /extents at byte 512: found none/, { extents: [] }, true),
  sparse('an extent of zeros', 'format', /extents at byte 512: found RW ZERO/, { extents: ['RW 60 ZERO'] }, true),
  sparse('an extent of another size', 'format', /extent size at byte 512: found 64, expected 60/, { extents: ['RW 64 SPARSE "a"'] }, true),
  sparse('no descriptor', 'unsupported', /descriptorOffset at byte 28: the extent has no descriptor/, (file) => file.writeBigUInt64LE(0n, 28), true),
  sparse('a huge descriptor', 'limit', /VMDK descriptor at byte 512: 1073741824 bytes/, (file) => file.writeBigUInt64LE(2n ** 21n, 36), true),
  sparse('a descriptor behind the file', 'format', /VMDK descriptor at byte 512000000/, (file) => file.writeBigUInt64LE(1000000n, 28), true),
  stream('no footer', 'format', /VMDK footer, footer marker/, (file) => file.subarray(0, file.length - SECTOR)),
  stream('a footer that says it is at the end', 'format', /VMDK footer, gdOffset/, (file) =>
    file.writeBigUInt64LE(2n ** 64n - 1n, file.length - 2 * SECTOR + 56),
  ),
  stream('no magic in the footer', 'format', /VMDK footer, magicNumber/, (file) => file.writeUInt32LE(1, file.length - 2 * SECTOR)),
  stream('another capacity in the footer', 'format', /VMDK footer, capacity .*: found 600, expected 60/, (file) =>
    file.writeUInt32LE(600, file.length - 2 * SECTOR + 12),
  ),
  stream('no end of stream', 'format', /VMDK footer, end-of-stream marker/, (file) => file.writeUInt32LE(1, file.length - SECTOR + 12)),
  stream('a marker of another grain', 'format', /grain marker, uaLBA at byte 3072: found 8, expected 0/, (file) => file.writeUInt32LE(8, DATA), true),
  stream('a grain of no length', 'format', /grain marker, cbSize at byte 3080: found 0, expected 1 to 8192/, (file) => file.writeUInt32LE(0, DATA + 8)),
  stream('a grain of 4 GiB', 'format', /grain marker, cbSize at byte 3080: found 4294967295, expected 1 to 8192/, (file) =>
    file.writeUInt32LE(0xffffffff, DATA + 8),
  ),
  stream(
    'a grain longer than the file',
    'format',
    /grain marker, cbSize at byte \d+: found 8192, expected at most what the file/,
    (file) => {
      const at = file.readUInt32LE(TABLE + SECTOR + 12) * SECTOR;
      file.writeUInt32LE(8192, at + 8);
    },
    true,
  ),
  stream('damaged data', 'format', /VMDK grain at byte 3084: the compressed data is damaged/, (file) => file.fill(0xff, DATA + 20, DATA + 60)),
  stream('a grain too short', 'format', /VMDK grain, inflated length at byte 3072: found 100, expected 4096/, (file) =>
    put(file, deflateSync(Buffer.alloc(100))),
  ),
  stream('a grain too long', 'format', /VMDK grain at byte 3084: it inflates to more than the 4096 bytes/, (file) =>
    put(file, deflateSync(Buffer.alloc(5000))),
  ),
];

function put(file: Buffer, stream: Buffer): void {
  file.writeUInt32LE(stream.copy(file, DATA + 12), DATA + 8);
}

function bad(name: string, kind: ReadErrorKind, message: RegExp, base: VmdkRecipe, edit: Edit | VmdkRecipe, qemuReads: boolean): BadDisk {
  const file = vmdkFile(typeof edit === 'function' ? base : { ...base, ...edit });
  const edited = typeof edit === 'function' ? edit(file) : file;
  return { name, file: Buffer.isBuffer(edited) ? edited : file, kind, message, qemuReads };
}
