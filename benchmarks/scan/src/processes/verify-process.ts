// The dm-verity check alone, as a process: `node verify-process.ts DATA TREE ROOTHASH`. Exit 0 when everything matches.
import { openFileSource, openWorkerPool } from '@staticfire/read/block-source/node';
import { hashLeavesInWorkers, readVeritySuperblock, verifyTree } from '@staticfire/read/formats/dm-verity';

const [dataPath, treePath, rootHash] = process.argv.slice(2);
const [data, tree] = [openFileSource(dataPath!), openFileSource(treePath!)];
const parameters = readVeritySuperblock(tree)!;
const pool = openWorkerPool();
const progress = new Int32Array(new SharedArrayBuffer(4));
const result = await verifyTree(data, tree, parameters, rootHash, hashLeavesInWorkers(pool, data, tree, parameters, progress));
await pool.close();
process.exitCode = result.matchesStored && result.rootHash === rootHash ? 0 : 1;
