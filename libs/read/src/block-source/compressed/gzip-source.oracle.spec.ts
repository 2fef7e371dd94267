import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { openFileSource } from '../node/file/index.ts';
import { digestSource, openSource, openWorkerPool } from '../node/index.ts';
import type { GzipIndex } from './gzip-index.ts';
import { gzipSource, inflateGzipSpan } from './gzip-source.ts';
import { indexGzip } from './index-gzip.ts';

const MEBIBYTE = 1024 * 1024;

describeOracle('gzip files in place', toolsFor('gzip'), () => {
  const disk = Buffer.concat([
    Buffer.alloc(MEBIBYTE),
    machineCode(4 * MEBIBYTE),
    Buffer.alloc(12 * MEBIBYTE),
    sampleBytes(5 * MEBIBYTE + 512, 8),
    noise(2 * MEBIBYTE),
  ]);
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-gzip-'));
    writeFileSync(join(folder, 'disk'), disk);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['gzip -1 -c disk', 40_000, 100],
    ['gzip -6 -c disk', 40_000, 100],
    ['gzip -9 -c disk', 40_000, 80],
    ['gzip -6 -c --rsyncable disk', 40_000, 100],
    ['gzip -6 -c disk', 4 * MEBIBYTE, 3],
    ['(head -c 9000001 disk | gzip -9 -c; tail -c +9000002 disk | gzip -1 -c; head -c 3000 /dev/zero)', 40_000, 80],
  ])('are inflated again from every point: %s, each %i bytes', (command, interval, least) => {
    const path = join(folder, 'disk.gz');
    execFileSync('sh', ['-c', `(${command}) > ${path}`], { cwd: folder });
    const file = openFileSource(path);
    const index = indexDisk(file, interval);
    expect(index.positions.length).toBeGreaterThanOrEqual(least);
    for (const span of index.positions.keys()) compareSpan(file, index, span);
    const source = gzipSource(file, index);
    comparePlaces(source);
    const again = openSource(structuredClone(source.describe()));
    comparePlaces(again);
    source.close();
    file.close();
  });

  it('are read by workers', async () => {
    const path = join(folder, 'disk.gz');
    execFileSync('sh', ['-c', `gzip -6 -c disk > ${path}`], { cwd: folder });
    const file = openFileSource(path);
    const pool = openWorkerPool();
    try {
      const source = gzipSource(file, indexDisk(file, 2 * MEBIBYTE));
      const digest = createHash('sha256').update(disk).digest('hex');
      expect(await digestSource(pool, source, new Int32Array(new SharedArrayBuffer(4)))).toBe(digest);
    } finally {
      await pool.close();
      file.close();
    }
  });

  function indexDisk(file: BlockSource, interval: number): GzipIndex {
    const pieces = indexGzip(file, { interval, compared: Math.min(interval, 65_536) })!;
    for (let at = 0; ; ) {
      const { done, value } = pieces.next();
      if (done === true) return value!;
      expect(disk.subarray(at, at + value.length).equals(value)).toBe(true);
      at += value.length;
    }
  }

  function compareSpan(file: BlockSource, index: GzipIndex, span: number): void {
    let at = index.starts[span]!;
    for (const piece of inflateGzipSpan(file, index, span)) {
      expect(disk.subarray(at, at + piece.length).equals(piece), `at ${at}`).toBe(true);
      at += piece.length;
    }
    expect(at).toBe(index.starts[span + 1]);
  }

  function comparePlaces(source: BlockSource): void {
    expect(source.length).toBe(disk.length);
    const random = seededRandom(17);
    for (let count = 0; count < 8; count++) {
      const offset = Math.floor(random() * disk.length);
      const length = Math.floor(random() ** 6 * (disk.length - offset));
      expect(Buffer.from(readBytes(source, offset, length)).equals(disk.subarray(offset, offset + length)), `${length} bytes at ${offset}`).toBe(true);
    }
  }
});

/** Of what runs this spec, a large program. */
function machineCode(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const file = openSync(process.execPath, 'r');
  readSync(file, bytes, 0, length, 24 * MEBIBYTE);
  closeSync(file);
  return bytes;
}

/** It does not get shorter: encoders store it. */
function noise(length: number): Buffer {
  const random = seededRandom(9);
  return Buffer.from(Uint8Array.from({ length }, () => Math.floor(random() * 256)));
}
