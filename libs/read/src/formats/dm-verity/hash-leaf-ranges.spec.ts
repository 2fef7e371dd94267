import { describe, expect, it } from 'vitest';
import { type BlockSource, memorySource } from '../../block-source/index.ts';
import { hashLeafRanges } from './hash-leaf-ranges.ts';
import type { LeafRange } from './leaf-range.ts';
import { treeGeometry } from './tree-geometry.ts';
import type { VerityParameters } from './verity-parameters.ts';

/** Each leaf block of the tree covers 128 data blocks of 512 bytes. */
const PARAMETERS: VerityParameters = {
  ...{ algorithm: 'sha256', salt: new Uint8Array(32), dataBlockSize: 512, hashBlockSize: 4096, dataBlocks: 128 * 10_000, hashStartBlock: 0 },
} as VerityParameters;

/** Zeros, of which it is noted in turn who is read. */
function watched(name: string, log: string[]): BlockSource {
  const note = () => void (log.at(-1) === name || log.push(name));
  return { ...memorySource(new Uint8Array(0)), length: Number.MAX_SAFE_INTEGER, readInto: note, readVector: note };
}

function turns(counts: readonly number[]): { readonly log: readonly string[]; readonly results: readonly number[]; readonly hashed: readonly number[] } {
  const [log, hashed]: [string[], number[]] = [[], []];
  const ranges = counts.map((count, index): LeafRange => ({ firstLeaf: counts.slice(0, index).reduce((sum, each) => sum + each, 0), count }));
  const results = hashLeafRanges(watched('data', log), watched('tree', log), PARAMETERS, ranges, (length) => hashed.push(length));
  return { log, results: results.map(({ mismatches }) => mismatches.length), hashed };
}

describe('hashLeafRanges', () => {
  it('reads the data of many ranges before the tree', () => {
    const LEAF = 128 * 512;
    expect(turns([10, 20, 5])).toEqual({ log: ['data', 'tree'], results: [10, 20, 5], hashed: [10 * LEAF, 20 * LEAF, 5 * LEAF] });
  });

  it.each<[string, number[], string[]]>([
    ['as many leaf blocks as 16 MiB hold', [2000, 2096], ['data', 'tree']],
    ['one more', [2000, 2097], ['data', 'tree', 'data', 'tree']],
    ['one range of more', [5000, 10], ['data', 'tree', 'data', 'tree']],
    ['no ranges', [], []],
  ])('compares what it holds: %s', (_, counts, log) => {
    expect(turns(counts)).toMatchObject({ log, results: counts });
  });

  it('tells which data blocks differ, by the leaf blocks that are stored', () => {
    const data = new Uint8Array(128 * 512 * 2);
    const parameters = { ...PARAMETERS, dataBlocks: 256 };
    const tree = new Uint8Array(treeGeometry(parameters).end);
    data[512 * 130] = 1;
    const results = hashLeafRanges(memorySource(data), memorySource(tree), parameters, [{ firstLeaf: 0, count: 2 }]);
    expect(results.map(({ mismatches }) => mismatches.map(({ leaf, dataBlockCount }) => [leaf, dataBlockCount]))).toEqual([
      [
        [0, 128],
        [1, 128],
      ],
    ]);
  });
});
