import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { type ArchiveKind, labArchive } from '../lab/lab-archive.ts';
import { gzipOfZeros, zstdOfZeros } from './bombs.ts';
import type { HostileInput } from './hostile-input.ts';
import { blocksOf, lz4Frame, matchBlock } from './lz4-file.ts';

const GIB = 1024; // in MiB
const BLOCK = 4 * 1024 * 1024;
const DISK_BLOCKS = 256; // of the lab image's 1 GiB
const ROOT = 8; // inside ROOT-A, which begins at 30 MiB

// What a disk in a file that is damaged inflates to is not the disk that was packed: nothing of it may pass.
export const archiveInputs: readonly HostileInput[] = [
  edited('lz4', 'token in ROOT that runs out of its block', (file) => file.fill(0xff, block(file, ROOT).data, block(file, ROOT).data + 400), [
    'lz4 block at byte',
  ]),
  edited('lz4', 'another bit of content, checksum as it was', (file) => flip(file, firstMatch(file, ROOT) - 1), ['lz4 frame, content checksum at byte']),
  edited('lz4', 'content checksum alone', (file) => flip(file, file.length - 1), ['lz4 frame, content checksum at byte']),
  edited('lz4', 'cut off', cutOff, ['lz4 frame at byte', 'the file ends']),
  edited('gz', 'cut off', cutOff, ['gzip member at byte']),
  edited('zst', 'cut off', cutOff, ['zstd frame at byte', 'the file ends']),
  edited('gz', 'checksum', (file) => flip(file, file.length - 8), ['gzip trailer, CRC32 at byte']),
  edited('bz2', 'cut off', cutOff, ['bzip2', 'the file ends within it']),
  edited('bz2', 'a bit in the middle', (file) => flip(file, Math.floor(file.length / 2)), ['bzip2 block']),
  made('bz2: a level of 0', () => Buffer.from('BZh0'.padEnd(64)), ['bzip2 stream, level at byte']),
  made('lz4 -l: a block of 2 GiB', () => Buffer.from('02214c1800000080'.padEnd(64, '0'), 'hex'), ['lz4 frame, block size at byte 4']),
  edited('xz', 'cut off', (file) => file.subarray(0, Math.floor(file.length / 8) * 4), ['xz footer, footer magic at byte']),
  edited('xz', 'a bit in the middle', (file) => flip(file, Math.floor(file.length / 2)), ['at byte']),
  edited('xz', 'a backward size of 16 GiB', (file) => file.writeUInt32LE(0xffffffff, file.length - 8), ['xz footer, CRC32 at byte']),
  made('lz4: content size of an exabyte', () => lz4Frame([matchBlock(1, BLOCK - 6)], 1n << 60n), ['lz4 frame, content size at byte']),
  made('lz4: match offset before the start', () => lz4Frame([matchBlock(60_000, BLOCK - 6), matchBlock(1, BLOCK - 6)]), ['lz4 block at byte', 'match offset']),
  made('gz: 4 GiB of zeros in 4 MB', () => gzipOfZeros(4 * GIB), ['GPT']),
  made('zst: 4 GiB of zeros in 128 KB', () => zstdOfZeros(4 * GIB), ['GPT']),
  made('zst: content size of an exabyte', () => zstdClaim(1n << 60n), ['zstd frame']),
  made('gz: a gzip file inside', () => gzipSync(gzipSync(Buffer.alloc(BLOCK))), ['a gzip file inside a gzip file', 'unpack it first']),
];

function edited(kind: ArchiveKind, what: string, edit: (file: Buffer) => Buffer | unknown, words: readonly string[]): HostileInput {
  const make = async (path: string): Promise<void> => {
    const file = await readFile(await labArchive('demo', kind));
    const result = edit(file);
    await writeFile(path, Buffer.isBuffer(result) ? result : file);
  };
  return { name: `archive: ${kind}: ${what}`, make, exitCodes: [3], words };
}

function made(what: string, bytes: () => Buffer, words: readonly string[]): HostileInput {
  return { name: `archive: ${what}`, make: (path) => writeFile(path, bytes()), exitCodes: [3], words };
}

function block(file: Buffer, index: number) {
  const blocks = blocksOf(file);
  if (blocks.length !== DISK_BLOCKS || blocks[index]!.stored) throw new Error(`the lab image is packed in other blocks than expected: ${blocks.length}`);
  return blocks[index]!;
}

/** Where the offset of a block's first match stands, behind the token's literals. */
function firstMatch(file: Buffer, index: number): number {
  const { data } = block(file, index);
  let length = file[data]! >>> 4;
  let at = data + 1;
  if (length === 15)
    for (let more = 255; more === 255; ) {
      more = file[at++]!;
      length += more;
    }
  return at + length;
}

function flip(file: Buffer, at: number): void {
  file[at]! ^= 1;
}

function cutOff(file: Buffer): Buffer {
  return file.subarray(0, Math.floor(file.length * 0.6));
}

/** A single segment whose size is a lie: one block of 128 KiB follows. */
function zstdClaim(size: bigint): Buffer {
  const frame = zstdOfZeros(0.125);
  const header = Buffer.alloc(13);
  frame.copy(header, 0, 0, 4);
  header.writeUInt8(0xe0, 4);
  header.writeBigUInt64LE(size, 5);
  return Buffer.concat([header, frame.subarray(6)]);
}
