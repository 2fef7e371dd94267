import { setFlagsFromString } from 'node:v8';
import type { SourceDescription } from '@staticfire/read/block-source';
import { beforeEach, expect, it, vi } from 'vitest';
import { spareMemory } from './spare-memory.ts';

vi.mock('node:v8', () => ({ setFlagsFromString: vi.fn() }));
beforeEach(() => void vi.mocked(setFlagsFromString).mockClear());

const described = (kind: SourceDescription['kind'], file?: SourceDescription) => ({ kind, ...(file === undefined ? {} : { file }) }) as SourceDescription;
const FILE = described('file');

it.each(['gzip', 'bzip2', 'xz', 'xz-points', 'zstd', 'lz4-stream', 'url'] as const)('spares much memory beside a disk in %s', (kind) => {
  spareMemory([described(kind)]);
  expect(setFlagsFromString).toHaveBeenCalledExactlyOnceWith('--heap-growing-percent=20 --optimize-for-size --no-maglev');
});

it.each([
  ['a container behind a URL', [described('lz4', described('url'))]],
  ['several containers', [described('lz4', FILE), described('lz4', FILE)]],
  ['a disk and a container', [FILE, described('virtual', FILE)]],
])('spares much memory beside %s', (_, disks) => {
  spareMemory(disks);
  expect(setFlagsFromString).toHaveBeenCalledExactlyOnceWith('--heap-growing-percent=20 --optimize-for-size --no-maglev');
});

it.each(['chunks', 'lz4', 'virtual'] as const)('spares some beside a disk in %s', (kind) => {
  spareMemory([described(kind, FILE)]);
  expect(setFlagsFromString).toHaveBeenCalledExactlyOnceWith('--heap-growing-percent=40');
});

it.each(['file', 'memory'] as const)('leaves the heap as it is beside a disk in %s', (kind) => {
  spareMemory([described(kind), described(kind)]);
  expect(setFlagsFromString).not.toHaveBeenCalled();
});
