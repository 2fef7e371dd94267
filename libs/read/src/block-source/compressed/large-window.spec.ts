import { constants, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { storedLzma2, xzStream } from '../../compression/fixtures/xz-fixture.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { hasLargeWindow } from './large-window.ts';
import { type DiskCompression, openCompressedDisk } from './open-compressed-disk.ts';

const MIB = 1024 * 1024;
const PIECE = 64 * 1024;
const disk = (length: number) => Buffer.alloc(length, 'a disk ');
const zstd = (length: number, windowLog: number) =>
  zstdCompressSync(disk(length), { pledgedSrcSize: length, params: { [constants.ZSTD_c_windowLog]: windowLog, [constants.ZSTD_c_compressionLevel]: 1 } });

/** Dictionary codes of LZMA2: 22 for 8 MiB, 24 for 16 MiB. */
function xz(length: number, dictionary: number): Buffer {
  const content = disk(length);
  const chunks = Array.from({ length: length / PIECE }, (_, index) => storedLzma2(content.subarray(index * PIECE, (index + 1) * PIECE), index === 0 ? 1 : 2));
  const data = Buffer.concat([...chunks.map((chunk) => chunk.subarray(0, -1)), Buffer.of(0)]);
  return xzStream({ data, content, blockHeader: Buffer.of(0, 0x21, 1, dictionary) });
}

it.each<[string, DiskCompression, Buffer, boolean]>([
  ['zstd, a window of 8 MiB', 'zstd', zstd(40 * MIB, 23), false],
  ['zstd, a window of 16 MiB', 'zstd', zstd(40 * MIB, 24), true],
  ['zstd, a window of 16 MiB, of which the frame fills 5', 'zstd', zstd(5 * MIB, 24), false],
  ['zstd frames of several windows', 'zstd', Buffer.concat([zstd(9 * MIB, 21), zstd(9 * MIB, 24)]), true],
  ['xz, a dictionary of 8 MiB', 'xz', xz(20 * MIB, 22), false],
  ['xz, a dictionary of 16 MiB', 'xz', xz(20 * MIB, 24), true],
  ['xz, a dictionary of 16 MiB, of which the block fills 5', 'xz', xz(5 * MIB, 24), false],
  ['xz blocks', 'xz', Buffer.concat([xz(9 * MIB, 24), xz(9 * MIB, 24)]), true],
])('%s', async (_, compression, bytes, expected) => {
  const source = await openCompressedDisk(memorySource(bytes), compression, 0);
  expect(hasLargeWindow(sliceSource(source, 1000, 1000).describe())).toBe(expected);
  source.close();
});

it('is none of a disk that is in memory, or compressed otherwise', async () => {
  expect(hasLargeWindow(memorySource(disk(10)).describe())).toBe(false);
  expect(hasLargeWindow((await openCompressedDisk(memorySource(zstd(40 * MIB, 24)), 'zstd')).describe())).toBe(false);
});
