import { setFlagsFromString } from 'node:v8';
import type { SourceDescription } from '@staticfire/read/block-source';
import { beforeEach, expect, it, vi } from 'vitest';
import { spareMemory } from './spare-memory.ts';

vi.mock('node:v8', () => ({ setFlagsFromString: vi.fn() }));
beforeEach(() => void vi.mocked(setFlagsFromString).mockClear());

const described = (kind: SourceDescription['kind']) => ({ kind }) as SourceDescription;

it.each(['gzip', 'bzip2', 'xz', 'xz-points', 'zstd', 'lz4-stream'] as const)('lets the heap grow less beside a disk in %s', (kind) => {
  spareMemory([described('file'), described(kind)]);
  expect(setFlagsFromString).toHaveBeenCalledExactlyOnceWith('--heap-growing-percent=20 --optimize-for-size');
});

it.each(['file', 'memory', 'chunks', 'lz4', 'virtual', 'url'] as const)('leaves the heap as it is beside a disk in %s', (kind) => {
  spareMemory([described(kind)]);
  expect(setFlagsFromString).not.toHaveBeenCalled();
});
