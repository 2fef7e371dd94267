// Reads every file of a filesystem image: `node read-tree.ts IMAGE THREADS`. Prints the seconds from the first look at the image to the last byte.
import { Worker } from 'node:worker_threads';
import { openFileSource } from '@staticfire/read/block-source/node';
import { walk } from '@staticfire/read/filesystem';
import { openTree, readFiles, type Share } from './read-files.ts';

const [path, threads] = [process.argv[2]!, Number(process.argv[3] ?? 1)];
const workers = await Promise.all(Array.from({ length: threads - 1 }, startWorker));

const start = performance.now();
const shares = shareOut(threads);
const [own, ...others] = shares;
const asked = workers.map((worker, index) => ask(worker, { path, files: others[index]! }));
const results = [readFiles({ path, files: own! }), ...(await Promise.all(asked))];
const seconds = (performance.now() - start) / 1000;
const bytes = results.reduce((sum, each) => sum + each, 0);
process.stdout.write(`${JSON.stringify({ seconds, bytes })}\n`);
await Promise.all(workers.map((worker) => worker.terminate()));

/** Every regular file once; the next largest goes to whoever has the least to do. */
function shareOut(count: number): Share['files'][] {
  const source = openFileSource(path);
  const sizes = new Map<number, number>();
  for (const { stat } of walk(openTree(source))) if (stat?.type === 'file') sizes.set(stat.inode, stat.size);
  source.close();
  const shares = Array.from({ length: count }, () => ({ files: [] as { inode: number; size: number }[], bytes: 0 }));
  for (const [inode, size] of [...sizes].sort((a, b) => b[1] - a[1])) {
    const least = shares.reduce((best, next) => (next.bytes < best.bytes ? next : best));
    least.files.push({ inode, size });
    least.bytes += size;
  }
  return shares.map(({ files }) => files.sort((a, b) => a.inode - b.inode));
}

function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL('./read-files-worker.ts', import.meta.url));
  return new Promise((resolve) => worker.once('message', () => resolve(worker)));
}

function ask(worker: Worker, share: Share): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(share);
  });
}
