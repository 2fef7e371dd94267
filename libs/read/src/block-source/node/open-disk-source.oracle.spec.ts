import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { sliceSource } from '../slice-source.ts';
import { digestSource, openDiskSource, openSource, openWorkerPool, verifyContent } from './index.ts';

const MEBIBYTE = 1 << 20;
const ROWS: readonly (readonly [container: string, kind: string, command: string])[] = [
  ['raw', 'file', 'cat disk'],
  ['lz4', 'lz4', 'lz4 -c disk'],
  ['lz4', 'lz4', 'lz4 -9 -c < disk'],
  ['lz4', 'lz4', 'lz4 -B4 -BX --content-size -c disk'],
  ['lz4', 'lz4', 'lz4 -B5 --no-frame-crc -c disk'],
  ['lz4', 'lz4', '(lz4 -B4 -c first; lz4 -B6 -c second)'],
  ['lz4', 'chunks', 'lz4 -BD -B4 -c disk'],
  ['lz4', 'chunks', 'lz4 -BD -BX -9 -c disk'],
  ['gzip', 'chunks', 'gzip -1 -c disk'],
  ['gzip', 'chunks', '(gzip -9 -c first; gzip -c second; head -c 1000 /dev/zero)'],
  ['zstd', 'chunks', 'zstd -c disk'],
  ['zstd', 'chunks', 'zstd -c < disk'],
  ['zstd', 'chunks', 'zstd --long -c disk'],
  ['zstd', 'zstd', '(zstd -1 -c first; zstd -12 -c second)'],
  ['zstd', 'chunks', 'pzstd -1 -p 2 -c disk'],
  ['lz4', 'lz4', 'lz4 -l -c disk'],
  ['lz4', 'lz4', '(lz4 -l -9 -c first; lz4 -B4 -c second)'],
  ['bzip2', 'chunks', 'bzip2 -1 -c disk'],
  ['bzip2', 'chunks', '(bzip2 -9 -c first; bzip2 -3 -c < /dev/null; bzip2 -5 -c second)'],
  ['xz', 'chunks', 'xz -0 -c disk'],
  ['xz', 'xz', '(xz -9e -C sha256 -c < first; xz -C none -0 -c second)'],
  ['xz', 'xz', 'xz -1 --block-size=1MiB -c disk'],
  ['xz', 'xz', 'xz -1 -C crc32 -T2 --block-list=100000,4096,3000000,1,0 -c disk'],
  ['xz', 'xz', 'xz -0 --block-size=3000000 --x86 --delta=dist=3 --lzma2=dict=64KiB -c disk'],
  ['xz', 'xz', '(xz -0 -c first; head -c 70000 /dev/zero; xz -1 -C sha256 --block-size=777777 -c second; head -c 8 /dev/zero)'],
  ['xz', 'chunks', 'xz -1 --armthumb --lzma2=preset=1,dict=4KiB -c disk'],
  ['xz', 'chunks', 'xz -1 --x86=start=4096 --lzma2=preset=1,dict=1MiB -c disk'],
];

describeOracle('disks that the tools compressed', toolsFor('lz4', 'gzip', 'zstd', 'pzstd', 'xz', 'bzip2'), () => {
  const disk = Buffer.concat([Buffer.alloc(MEBIBYTE), sampleBytes(9 * MEBIBYTE, 11), Buffer.alloc(7 * MEBIBYTE), sampleBytes(2 * MEBIBYTE + 512, 12)]);
  const digest = createHash('sha256').update(disk).digest('hex');
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-disks-'));
    writeFileSync(join(folder, 'disk'), disk);
    writeFileSync(join(folder, 'first'), disk.subarray(0, 5_000_001));
    writeFileSync(join(folder, 'second'), disk.subarray(5_000_001));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const compress = (command: string) => {
    const path = join(folder, 'compressed');
    execFileSync('sh', ['-c', `${command} > ${path}`], { cwd: folder, stdio: 'ignore' });
    return path;
  };

  it.each(ROWS)('%s, read as %s: %s', async (container, kind, command) => {
    const path = compress(command);
    const opened = await openDiskSource(path);
    const { source, file } = opened;
    try {
      expect([opened.container, source.describe().kind, source.length, source.origin]).toEqual([container, kind, disk.length, 0]);
      expect(file.length).toBe(readFileSync(path).length);
      expect(hash(source)).toBe(digest);
      comparePlaces(source);
      const again = openSource(structuredClone(sliceSource(source, 700_001, 5 * MEBIBYTE).describe()));
      expect([again.origin, again.length]).toEqual([700_001, 5 * MEBIBYTE]);
      expect(Buffer.from(readBytes(again, 4000, 4 * MEBIBYTE)).equals(disk.subarray(704_001, 704_001 + 4 * MEBIBYTE))).toBe(true);
      expect(() => readBytes(again, 0, 5 * MEBIBYTE + 1)).toThrow(/readable range ends at byte 5942881/);
      again.close();
    } finally {
      source.close();
      file.close();
    }
  });

  it.each(['lz4 -9 -c disk', 'zstd -c disk', 'xz -0 --block-size=2MiB -c disk'])('hashed in a worker: %s', async (command) => {
    const { source, file } = await openDiskSource(compress(command));
    const pool = openWorkerPool();
    try {
      const progress = new Int32Array(new SharedArrayBuffer(4));
      expect(await digestSource(pool, source, progress)).toBe(digest);
    } finally {
      await pool.close();
      source.close();
      file.close();
    }
  });

  it.each([
    ['lz4 -B4 -c disk', true],
    ['lz4 -B4 --no-frame-crc -c disk', false],
    ['lz4 -B4 -BD -c disk', false],
    ['cat disk', false],
    ['xz -0 --block-size=3MiB -c disk', true],
    ['xz -0 -c disk', false],
  ])('content that only a whole pass can verify: %s, %s', async (command, expected) => {
    const { source, file } = await openDiskSource(compress(command));
    const pool = openWorkerPool();
    try {
      const progress = new Int32Array(new SharedArrayBuffer(4));
      expect(await verifyContent(pool, source, progress)).toBe(expected);
      // The first block of an .xz file was inflated before, to see what is in it.
      expect(progress[0]! > 0).toBe(expected);
    } finally {
      await pool.close();
      source.close();
      file.close();
    }
  });

  it('content that is not what its checksum was made from', async () => {
    const path = compress('lz4 -B4 -c disk');
    const bytes = readFileSync(path);
    // Inside literals: the block still inflates to its length.
    bytes[bytes.indexOf('network.target')]! ^= 1;
    writeFileSync(path, bytes);
    expect(() => execFileSync('lz4', ['-t', path], { stdio: 'ignore' })).toThrow();
    const { source, file } = await openDiskSource(path);
    const pool = openWorkerPool();
    try {
      await expect(verifyContent(pool, source, new Int32Array(new SharedArrayBuffer(4)))).rejects.toThrow(/LZ4 frame, content checksum at byte \d+/);
    } finally {
      await pool.close();
      source.close();
      file.close();
    }
  });

  it('damage in a block of an .xz file that nobody reads', async () => {
    const path = compress('xz -0 --block-size=3MiB -c disk');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    const { source, file } = await openDiskSource(path);
    const pool = openWorkerPool();
    try {
      await expect(verifyContent(pool, source, new Int32Array(new SharedArrayBuffer(4)))).rejects.toThrow(/xz|LZMA2/);
    } finally {
      await pool.close();
      source.close();
      file.close();
    }
  });

  it.each([
    ['gzip -c disk | lz4 -c', /a gzip file inside an LZ4 frame/],
    ['lz4 -c disk | zstd -c', /an LZ4 frame inside a zstd frame/],
    ['(lz4 -l -c disk; echo more)', /LZ4 frame, block size at byte \d+: found 1701998445/],
    ['lz4 -l -c disk | head -c 3000000', /LZ4 frame at byte/],
    ['(bzip2 -1 -c first; echo more)', /bzip2 stream, magic at byte/],
    ['bzip2 -1 -c first | head -c 1000000', /bzip2 \w+ at byte \d+: the file ends/],
    ['gzip -c disk | xz -0 -c', /a gzip file inside an xz file/],
    ['(xz -0 -c disk; echo more)', /does not end at a multiple of four bytes/],
    ['(xz -0 -c disk; echo garbage)', /xz footer, footer magic at byte \d+/],
    ['xz -0 -c disk | head -c 3000000', /xz footer, footer magic at byte 2999998/],
    ['(lz4 -c disk; echo more)', /LZ4 frame, magic/],
    ['(zstd -c disk; echo more)', /zstd frame, magic/],
    ['(gzip -c disk; echo more)', /neither another member nor zeros/],
    ['lz4 -c disk | head -c 3000000', /LZ4 frame at byte/],
    ['zstd -c disk | head -c 3000000', /zstd frame at byte/],
    ['gzip -c disk | head -c 3000000', /gzip member at byte/],
  ])('refused: %s', async (command, message) => {
    await expect(openDiskSource(compress(command))).rejects.toThrow(message);
  });

  function hash(source: BlockSource): string {
    const hasher = createHash('sha256');
    const chunk = Buffer.alloc(300_000);
    for (let offset = 0; offset < source.length; offset += chunk.length) {
      const part = chunk.subarray(0, Math.min(chunk.length, source.length - offset));
      source.readInto(part, offset);
      hasher.update(part);
    }
    return hasher.digest('hex');
  }

  function comparePlaces(source: BlockSource): void {
    const random = seededRandom(17);
    for (let count = 0; count < 60; count++) {
      const offset = Math.floor(random() * disk.length);
      const length = Math.floor(random() ** 4 * (disk.length - offset));
      expect(Buffer.from(readBytes(source, offset, length)).equals(disk.subarray(offset, offset + length)), `${length} bytes at ${offset}`).toBe(true);
    }
    const targets = Array.from({ length: 600 }, () => Buffer.alloc(4096));
    source.readVector(targets, 3 * MEBIBYTE + 5);
    expect(Buffer.concat(targets).equals(disk.subarray(3 * MEBIBYTE + 5, 3 * MEBIBYTE + 5 + 600 * 4096))).toBe(true);
  }
});
