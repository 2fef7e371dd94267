import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkerPool, type WorkerPool } from '@staticfire/read/block-source/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestFile, startImageDigest } from './image-digest.ts';
import { SharedCounters } from './shared-counters.ts';

describe('startImageDigest', () => {
  let folder = '';
  let pool: WorkerPool;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-digest-'));
    pool = openWorkerPool();
  });
  afterAll(async () => {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function file(name: string, length: number): { path: string; sha256: string } {
    const bytes = Buffer.alloc(length, 'staticfire');
    writeFileSync(join(folder, name), bytes);
    return { path: join(folder, name), sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  it.each([0, 1, 4096, 5_000_001])('hashes %i bytes whole, and says how long the file was before', async (length) => {
    const { path, sha256 } = file(`f${length}`, length);
    const digest = startImageDigest(path, pool);
    expect(await digest.sha256).toBe(sha256);
    expect((await digest.before).size).toBe(length);
  });

  it('counts what was hashed', async () => {
    const { path } = file('counted', 3 * 1024 * 1024);
    const digest = startImageDigest(path, pool);
    await digest.sha256;
    expect(digest.counters.bytes('image')).toBe(3 * 1024 * 1024);
    expect(digest.counters.bytes('root')).toBe(0);
  });

  it.each([
    ['no such file', 'missing'],
    ['a folder', '.'],
  ])('waits with a failure until somebody asks: %s', async (_, name) => {
    const digest = startImageDigest(join(folder, name), pool);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(digest.before).rejects.toThrow();
    await expect(digest.sha256).rejects.toThrow();
  });

  it('hashes again what changed', async () => {
    const { path, sha256 } = file('changing', 1000);
    expect(await digestFile(path, pool, new SharedCounters())).toBe(sha256);
    const changed = file('changing', 1001);
    expect(await digestFile(path, pool, new SharedCounters())).toBe(changed.sha256);
    expect(changed.sha256).not.toBe(sha256);
  });
});
