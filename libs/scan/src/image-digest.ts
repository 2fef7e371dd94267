import { digestSource, type FileIdentity, openInput, readInputIdentity, type WorkerPool } from '@staticfire/read/block-source/node';
import { SharedCounters } from './shared-counters.ts';

/** What identifies the image file, taken by a thread of its own while the rest goes on. */
export interface ImageDigest {
  readonly path: string;
  /** Before anything was read. Rejects with the operating system's error when the file cannot be opened. */
  readonly before: Promise<FileIdentity>;
  /** SHA-256 of the file as it lies there, hexadecimal. Rejects as `before` does. */
  readonly sha256: Promise<string>;
  readonly counters: SharedCounters;
}

/** Starts at once, and adds to the counters of another one where these are given; failures wait in the promises until somebody asks. */
export function startImageDigest(path: string, pool: WorkerPool, counters = new SharedCounters()): ImageDigest {
  const before = (async () => readInputIdentity(path))();
  const sha256 = before.then(() => digestFile(path, pool, counters));
  for (const promise of [before, sha256]) promise.catch(() => {});
  return { path, before, sha256, counters };
}

/** SHA-256 of a file, hexadecimal; adds to the counter `image`. */
export async function digestFile(path: string, pool: WorkerPool, counters: SharedCounters): Promise<string> {
  const source = openInput(path);
  try {
    return await digestSource(pool, source, counters.image);
  } finally {
    source.close();
  }
}
