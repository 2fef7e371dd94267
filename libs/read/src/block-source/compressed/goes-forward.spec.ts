import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { LONG_XZ, LONG_XZ_BLOCKS } from '../../compression/fixtures/long-xz-fixture.ts';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { goesForward } from './goes-forward.ts';
import { type DiskCompression, openCompressedDisk } from './open-compressed-disk.ts';

const LONG = Buffer.alloc(17 * 1024 * 1024, sampleBytes(100_000));
const SHORT = LONG.subarray(0, 15 * 1024 * 1024);
const zstd = (bytes: Uint8Array) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });

it.each<[string, DiskCompression, Buffer, boolean]>([
  ['one zstd frame', 'zstd', zstd(LONG), true],
  ['a long zstd frame among short ones', 'zstd', Buffer.concat([zstd(SHORT), zstd(LONG), zstd(SHORT)]), true],
  ['short zstd frames', 'zstd', Buffer.concat([zstd(SHORT), zstd(SHORT)]), false],
  ['short xz blocks', 'xz', LONG_XZ_BLOCKS, false],
  ['a short xz disk', 'xz', LONG_XZ, false],
  ['gzip', 'gzip', gzipSync(LONG, { level: 1 }), false],
])('%s', async (_, compression, bytes, expected) => {
  const disk = await openCompressedDisk(memorySource(bytes), compression, 0);
  expect(goesForward(disk.describe())).toBe(expected);
  expect(goesForward(sliceSource(disk, 1000, 1000).describe())).toBe(expected);
  disk.close();
});

it('is not said of a disk that is not compressed, nor of one in memory', async () => {
  expect(goesForward(memorySource(LONG).describe())).toBe(false);
  expect(goesForward((await openCompressedDisk(memorySource(zstd(LONG)), 'zstd')).describe())).toBe(false);
});
