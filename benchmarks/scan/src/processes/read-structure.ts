// Reads one structure or container: `node read-structure.ts READER FILE`. Prints the seconds from the first look at the file to the last byte.
import { readFileSync } from 'node:fs';
import { openDiskSource, openFileSource, openWorkerPool } from '@staticfire/read/block-source/node';
import { readPartitionTable } from '@staticfire/read/formats/gpt';
import { readKernelImage } from '@staticfire/read/formats/kernel-image';
import { authenticodeDigest, readPe, readUki } from '@staticfire/read/formats/pe';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { startImageDigest } from '@staticfire/scan/image-digest';

const CHUNK = 1024 * 1024;

type Read = (path: string) => unknown;

const READERS: Readonly<Record<string, Read>> = {
  gpt: (path) => readPartitionTable(openFileSource(path)),
  kernel: (path) => readKernelImage(openFileSource(path)),
  uki: readWholeUki,
  policy: readPolicy,
  digest: digestInThread,
  disk: readDisk,
};

const [name, path] = process.argv.slice(2);
const read = READERS[name!];
if (read === undefined) throw new Error(`no reader '${name}', there are ${Object.keys(READERS).join(', ')}`);
const start = performance.now();
await read(path!);
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - start) / 1000 })}\n`);

function readWholeUki(file: string): void {
  const pe = readPe(openFileSource(file));
  readUki(pe);
  authenticodeDigest(pe, 'sha256');
}

/** With its three indexes, which are made when they are asked for. */
function readPolicy(file: string): void {
  const { ruleIndex } = parseSelinuxPolicy(readFileSync(file));
  ruleIndex.bySource(1);
  ruleIndex.byTarget(1);
  ruleIndex.byClass(1);
}

async function digestInThread(file: string): Promise<void> {
  const pool = openWorkerPool();
  await startImageDigest(file, pool).sha256;
  await pool.close();
}

/** The disk inside a container, from its first to its last byte. */
async function readDisk(file: string): Promise<void> {
  const { source } = await openDiskSource(file);
  const chunk = new Uint8Array(CHUNK);
  for (let at = 0; at < source.length; at += CHUNK) source.readInto(chunk.subarray(0, Math.min(CHUNK, source.length - at)), at);
}
