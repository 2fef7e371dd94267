import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { openFileSource, openWorkerPool } from '../../block-source/node/index.ts';
import { hashLeavesInWorkers, readVeritySuperblock, verifyTree } from './index.ts';

/** Every shape of tree: no level, one, two, three; blocks of both sizes; salts of several lengths. */
const SHAPES = [
  { blocks: 1, hash: 'sha256', dataBlock: 4096, hashBlock: 4096, salt: '00'.repeat(32) },
  { blocks: 2, hash: 'sha256', dataBlock: 4096, hashBlock: 4096, salt: 'ab'.repeat(32) },
  { blocks: 128, hash: 'sha256', dataBlock: 4096, hashBlock: 4096, salt: 'cd'.repeat(32) },
  { blocks: 129, hash: 'sha256', dataBlock: 4096, hashBlock: 4096, salt: '-' },
  { blocks: 1099, hash: 'sha256', dataBlock: 4096, hashBlock: 4096, salt: 'ef'.repeat(32) },
  { blocks: 1099, hash: 'sha512', dataBlock: 4096, hashBlock: 4096, salt: '12'.repeat(64) },
  { blocks: 700, hash: 'sha256', dataBlock: 1024, hashBlock: 512, salt: '34'.repeat(8) },
  { blocks: 300, hash: 'sha512', dataBlock: 512, hashBlock: 1024, salt: '56'.repeat(256) },
  { blocks: 17000, hash: 'sha256', dataBlock: 512, hashBlock: 4096, salt: '78'.repeat(32) },
] as const;

describeOracle('dm-verity against veritysetup', { veritysetup: 'cryptsetup-bin' }, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-verity-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Deterministic, incompressible bytes. */
  function content(length: number): Buffer {
    const parts: Buffer[] = [];
    for (let done = 0; done < length; done += 32) parts.push(createHash('sha256').update(`block ${done}`).digest());
    return Buffer.concat(parts).subarray(0, length);
  }

  function format(shape: (typeof SHAPES)[number]) {
    const data = join(folder, 'data');
    const tree = join(folder, 'tree');
    writeFileSync(data, content(shape.blocks * shape.dataBlock));
    writeFileSync(tree, '');
    const options = [`--hash=${shape.hash}`, `--data-block-size=${shape.dataBlock}`, `--hash-block-size=${shape.hashBlock}`, `--salt=${shape.salt}`];
    const output = execFileSync('veritysetup', ['format', ...options, data, tree], { encoding: 'utf8', timeout: 30_000 });
    return { data, tree, rootHash: /Root hash:\s+([0-9a-f]+)/.exec(output)![1]!, uuid: /UUID:\s+(\S+)/.exec(output)![1]! };
  }

  it.each(SHAPES)('$blocks blocks of $dataBlock, $hash, hash blocks of $hashBlock: same root hash, whole tree equal', async (shape) => {
    const { data, tree, rootHash, uuid } = format(shape);
    const [dataSource, treeSource] = [memorySource(readFileSync(data)), memorySource(readFileSync(tree))];
    const superblock = readVeritySuperblock(treeSource)!;
    expect(superblock).toMatchObject({ uuid, algorithm: shape.hash, dataBlocks: shape.blocks, dataBlockSize: shape.dataBlock });
    expect(await verifyTree(dataSource, treeSource, superblock, rootHash)).toMatchObject({ rootHash, matchesStored: true, damagedCount: 0 });
  });

  it('gives the same answer in worker threads', async () => {
    const { data, tree, rootHash } = format(SHAPES[8]);
    const [dataSource, treeSource] = [openFileSource(data), openFileSource(tree)];
    const pool = openWorkerPool();
    const superblock = readVeritySuperblock(treeSource)!;
    const progress = new Int32Array(new SharedArrayBuffer(4));
    const workers = hashLeavesInWorkers(pool, dataSource, treeSource, superblock, progress);
    expect(await verifyTree(dataSource, treeSource, superblock, rootHash, workers)).toMatchObject({ rootHash, matchesStored: true });
    await pool.close();
    dataSource.close();
    treeSource.close();
  });

  it.each([
    { where: 'the first data block', file: 'data', offset: 0, damaged: [{ area: 'data', blockNumber: 0 }] },
    { where: 'the last data block', file: 'data', offset: 1098 * 4096 + 4095, damaged: [{ area: 'data', blockNumber: 1098 }] },
    { where: 'a leaf of the tree', file: 'tree', offset: 3 * 4096 + 77, damaged: [{ area: 'hash', blockNumber: 3, level: 0 }] },
    { where: "the top block's digest of its first child", file: 'tree', offset: 4096, damaged: [{ area: 'hash', blockNumber: 1, level: 1 }] },
    { where: 'the padding of the last leaf', file: 'tree', offset: 11 * 4096 - 1, damaged: [{ area: 'hash', blockNumber: 10, level: 0 }] },
  ])('finds one flipped bit in $where, where veritysetup fails too', async ({ file, offset, damaged }) => {
    const { data, tree, rootHash } = format(SHAPES[4]);
    const files = { data: readFileSync(data), tree: readFileSync(tree) };
    files[file as 'data' | 'tree'][offset]! ^= 1;
    writeFileSync(join(folder, 'flipped'), files[file as 'data' | 'tree']);
    const devices = file === 'data' ? [join(folder, 'flipped'), tree] : [data, join(folder, 'flipped')];
    expect(() => execFileSync('veritysetup', ['verify', ...devices, rootHash], { stdio: 'ignore', timeout: 30_000 })).toThrow();
    const treeSource = memorySource(files.tree);
    const result = await verifyTree(memorySource(files.data), treeSource, readVeritySuperblock(treeSource)!, rootHash);
    expect(result).toMatchObject({ matchesStored: false, damagedCount: 1, damaged });
  });

  it('blames no block when the salt is not the one the tree was made with', async () => {
    const { data, tree, rootHash } = format(SHAPES[4]);
    copyFileSync(tree, join(folder, 'copy'));
    const treeSource = memorySource(readFileSync(join(folder, 'copy')));
    const superblock = { ...readVeritySuperblock(treeSource)!, salt: new Uint8Array(32) };
    const result = await verifyTree(memorySource(readFileSync(data)), treeSource, superblock, rootHash);
    expect(result).toMatchObject({ matchesStored: false, damagedCount: 0 });
    expect(result.rootHash).not.toBe(rootHash);
  });

  it('refuses devices that are too short', async () => {
    const { data, tree, rootHash } = format(SHAPES[4]);
    const treeSource = memorySource(readFileSync(tree));
    const superblock = readVeritySuperblock(treeSource)!;
    await expect(verifyTree(memorySource(readFileSync(data).subarray(4096)), treeSource, superblock, rootHash)).rejects.toThrow(/wanted/);
  });
});
