import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { type VerityFacts, verityText } from './verity-text.ts';

const HASH = 'ab'.repeat(32);
const present = <T>(value: T) => ({ state: 'present', value }) as const;
const absent = { state: 'absent' } as const;
const unreadable = (message: string) => ({ state: 'unreadable', error: { kind: 'format', structure: 's', message } }) as const;

const table = {
  ...{ deviceName: 'root', readOnly: true, startSector: 0, sectors: 800, version: 1, dataDevice: 'd', hashDevice: 'h', options: [] },
  ...{ dataBlockSize: 4096, hashBlockSize: 4096, dataBlocks: 100, hashStartBlock: 1, algorithm: 'sha256', rootHash: HASH, salt: 'cd' },
};
const superblock = { version: 1, hashType: 1, uuid: 'u', algorithm: 'sha256', dataBlockSize: 4096, hashBlockSize: 4096, dataBlocks: 100, salt: 'cd' };
const tree = { parameters: 'table', rootHash: HASH, dataBlocks: 100, hashBlocks: 1, matchesStored: true, damagedCount: 0, damagedBlocks: [] };
const chain = {
  ...{ rootHashMatches: true, superblockAgrees: true, disagreements: [], coversFilesystem: true },
  ...{ fitsPartitions: true, sectorsMatchBlocks: true, devicesMatch: true },
};
const good = { table: present(table), superblock: present(superblock), tree: present(tree), chain: present(chain) };
const textOf = (change: Readonly<Record<string, unknown>>) => verityText({ ...good, ...change } as unknown as VerityFacts);
const damaged = { area: 'data', blockNumber: 7, offset: 28_672, owner: '/usr/bin/x' };
const missing: Fact | undefined = undefined;

describe('verityText', () => {
  it('is verified when everything was read and agrees', () => {
    expect(textOf({})).toEqual({
      state: 'verified',
      algorithm: 'sha256',
      rootHash: HASH,
      computedRootHash: HASH,
      salt: 'cd',
      dataLength: 409_600,
      problems: [],
    });
  });

  it.each([
    ['the data give another root hash', { tree: present({ ...tree, rootHash: 'cd'.repeat(32) }) }, /another root hash/],
    ['the stored tree is another one', { tree: present({ ...tree, matchesStored: false }) }, /tree stored on HASH/],
    [
      'a block is damaged',
      { tree: present({ ...tree, damagedCount: 1, damagedBlocks: [damaged] }) },
      /^1 block is damaged, the first is block 7 of ROOT: \/usr\/bin\/x$/,
    ],
    ['blocks are counted and not listed', { tree: present({ ...tree, damagedCount: 2 }) }, /^2 blocks are damaged$/],
    [
      'a block is listed and not counted',
      { tree: present({ ...tree, damagedBlocks: [{ ...damaged, area: 'hash' }] }) },
      /^1 block is damaged, the first is block 7 of HASH/,
    ],
    ['the chain says that the root hash differs', { chain: present({ ...chain, rootHashMatches: false }) }, /another root hash/],
    ['the superblock differs', { chain: present({ ...chain, superblockAgrees: false }) }, /superblock and table/],
    [
      'a parameter differs',
      { chain: present({ ...chain, superblockAgrees: false, disagreements: [{ parameter: 'salt', table: 'ab', superblock: 'cd' }] }) },
      /^salt is ab in the table and cd in the superblock$/,
    ],
    [
      'a parameter differs and nothing else says so',
      { chain: present({ ...chain, disagreements: [{ parameter: 'salt', table: 'ab', superblock: 'cd' }] }) },
      /^salt is/,
    ],
    ['the filesystem is longer', { chain: present({ ...chain, coversFilesystem: false }) }, /does not cover/],
    ['the tree is longer than its partition', { chain: present({ ...chain, fitsPartitions: false }) }, /end of its partition/],
    ['the mapping has another length', { chain: present({ ...chain, sectorsMatchBlocks: false }) }, /maps another length/],
    ['the devices are others', { chain: present({ ...chain, devicesMatch: false }) }, /does not lead to ROOT and HASH/],
    ['a comparison is missing in its fact', { chain: present({ ...chain, devicesMatch: undefined }) }, /does not lead/],
    ['there is no table', { table: absent, chain: absent, tree: present({ ...tree, parameters: 'superblock' }) }, /no table/],
    ['there is no superblock', { superblock: absent, chain: absent }, /no superblock/],
    ['there is no pair of partitions', { tree: absent, chain: absent }, /no pair of ROOT and HASH/],
  ])('is broken when %s', (_, change, problem) => {
    const { state, problems } = textOf(change);
    expect(state).toBe('broken');
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['the table cannot be read', { table: unreadable('torn'), chain: unreadable('torn'), tree: present({ ...tree, parameters: 'superblock' }) }, ['torn']],
    ['the superblock cannot be read', { superblock: unreadable('torn'), chain: unreadable('torn') }, ['torn']],
    ['the tree cannot be computed', { tree: unreadable('torn'), chain: unreadable('torn') }, ['torn']],
    ['the comparison cannot be made', { chain: unreadable('torn') }, ['torn']],
    ['there is no filesystem to compare with', { chain: absent }, ['it is not known how long the filesystem on ROOT is']],
    [
      'the tree comes from the superblock',
      { tree: present({ ...tree, parameters: 'superblock' }) },
      ['the tree was computed by the superblock and not by the table'],
    ],
    ['not every block was hashed', { tree: present({ ...tree, dataBlocks: 99 }) }, ['99 of 100 blocks were hashed']],
    ['no block was hashed', { tree: present({ ...tree, dataBlocks: 0 }), table: present({ ...table, dataBlocks: 0 }) }, ['0 of 0 blocks were hashed']],
    ['the root hash is empty', { tree: present({ ...tree, rootHash: '' }), table: present({ ...table, rootHash: '' }) }, [/could not be told/]],
    ['the facts have no table', { table: missing }, ['the facts have no verity.table']],
    ['the facts have no superblock', { superblock: missing }, ['the facts have no verity.superblock']],
    ['the facts have no tree', { tree: missing }, ['the facts have no verity.tree']],
    ['the facts have no comparison', { chain: missing }, ['the facts have no verity.chain']],
  ])('is unreadable when %s', (_, change, problems) => {
    const text = textOf(change);
    expect(text.state).toBe('unreadable');
    expect(text.problems).toEqual(problems.map((problem) => (typeof problem === 'string' ? problem : expect.stringMatching(problem))));
  });

  it('is broken when it was read and differs, whatever else cannot be read', () => {
    const text = textOf({ superblock: unreadable('torn'), chain: unreadable('torn'), tree: present({ ...tree, matchesStored: false }) });
    expect(text).toMatchObject({ state: 'broken', problems: [expect.stringMatching(/stored/), 'torn'] });
  });

  it('takes parameters from the superblock when there is no table', () => {
    expect(textOf({ table: unreadable('torn'), chain: unreadable('torn') })).toMatchObject({ algorithm: 'sha256', salt: 'cd', dataLength: 409_600 });
    expect(textOf({ table: unreadable('torn'), chain: unreadable('torn') })).not.toHaveProperty('rootHash');
  });

  it('is absent when there is neither table nor superblock', () => {
    expect(textOf({ table: absent, superblock: absent, tree: absent, chain: absent })).toEqual({ state: 'absent', problems: [] });
  });
});
