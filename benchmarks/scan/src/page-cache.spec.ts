import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPackages } from '@staticfire/testkit';
import { afterAll, expect, it } from 'vitest';
import { dropPages } from './page-cache.ts';

// Not in /tmp, which may be a tmpfs: its files have no other place than the page cache.
const dist = join(import.meta.dirname, '../../../dist');
mkdirSync(dist, { recursive: true });
const folder = mkdtempSync(join(dist, 'page-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MISSING = missingPackages({ fincore: 'util-linux', dd: 'coreutils', sync: 'coreutils' });

it.skipIf(MISSING.length > 0)('of a file whose pages are dropped nothing is in the page cache', () => {
  const path = join(folder, 'file');
  writeFileSync(path, Buffer.alloc(4 * 1024 * 1024, 7));
  readFileSync(path);
  expect(cachedBytes(path)).toBe(4 * 1024 * 1024);
  dropPages(path);
  expect(cachedBytes(path)).toBe(0);
});

function cachedBytes(path: string): number {
  return Number(execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', path], { encoding: 'utf8' }));
}
