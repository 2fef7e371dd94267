import { describe, expect, it } from 'vitest';
import { type BlockSource, memorySource, type SourceDescription } from '../../block-source/index.ts';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { hashLeafRanges } from './hash-leaf-ranges.ts';
import { hashLeavesInWorkers } from './hash-leaves-in-workers.ts';
import type { LeafRange } from './leaf-range.ts';
import { treeGeometry } from './tree-geometry.ts';

const PARAMETERS = { algorithm: 'sha256', salt: new Uint8Array(32), dataBlockSize: 4096, hashBlockSize: 4096, dataBlocks: 384, hashStartBlock: 0 } as const;
const RANGES: readonly LeafRange[] = [
  { firstLeaf: 0, count: 2 },
  { firstLeaf: 2, count: 1 },
];

function described(kind: string): BlockSource {
  return { ...memorySource(new Uint8Array(0)), describe: () => ({ kind }) as SourceDescription };
}

async function tasksOf(data: BlockSource): Promise<{ readonly tasks: readonly (readonly LeafRange[])[]; readonly results: unknown }> {
  const tasks: (readonly LeafRange[])[] = [];
  const pool = {
    run: async <T>(_: URL, input: unknown) => {
      const { ranges } = input as { readonly ranges: readonly LeafRange[] };
      tasks.push(ranges);
      return ranges.map(({ firstLeaf }) => firstLeaf) as T;
    },
    close: async () => {},
  };
  const results = await hashLeavesInWorkers(pool, data, described('memory'), PARAMETERS, new Int32Array(1))(RANGES);
  return { tasks, results };
}

describe('hashLeavesInWorkers', () => {
  it('spreads the ranges over the threads', async () => {
    expect(await tasksOf(described('memory'))).toEqual({ tasks: RANGES.map((range) => [range]), results: [0, 2] });
  });

  it('gives all ranges to one thread where the disk goes forward only', async () => {
    expect(await tasksOf(described('lz4-stream'))).toEqual({ tasks: [RANGES], results: [0, 2] });
  });

  it('hashes in this thread, with the decoder that there is, where another would take much memory', async () => {
    const bytes = sampleBytes(PARAMETERS.dataBlocks * 4096);
    const tree = memorySource(new Uint8Array(treeGeometry(PARAMETERS).end));
    const disk = { ...memorySource(bytes), describe: () => ({ kind: 'zstd', index: { windowSize: 2 ** 24 } }) as SourceDescription };
    const progress = new Int32Array(1);
    const noPool = { run: () => Promise.reject(new Error('a thread')), close: async () => {} };
    const results = await hashLeavesInWorkers(noPool, disk, tree, PARAMETERS, progress)(RANGES);
    expect(results).toEqual(hashLeafRanges(memorySource(bytes), tree, PARAMETERS, RANGES));
    expect(progress[0]).toBe(bytes.length / 1024);
  });
});
