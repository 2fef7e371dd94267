import { closeSync, createReadStream, existsSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createGunzip } from 'node:zlib';

const MAX_LENGTH = 2 * 1024 ** 3;
const ZEROS = Buffer.alloc(64 * 1024);

/** Unpacks a gzip-compressed image; runs of zeros become holes. Does nothing when `target` is newer than `archive`. */
export async function unpackDemo(archive: string, target: string): Promise<void> {
  if (existsSync(target) && statSync(target).mtimeMs >= statSync(archive).mtimeMs) return;
  mkdirSync(dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}.tmp`;
  const descriptor = openSync(temporary, 'w');
  try {
    ftruncateSync(descriptor, await inflateTo(descriptor, archive));
    closeSync(descriptor);
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Returns the length of the whole. */
async function inflateTo(descriptor: number, archive: string): Promise<number> {
  let length = 0;
  for await (const chunk of createReadStream(archive).pipe(createGunzip({ chunkSize: ZEROS.length }))) {
    const bytes = chunk as Buffer;
    if (length + bytes.length > MAX_LENGTH) throw new Error(`${archive} inflates to more than ${MAX_LENGTH} bytes`);
    if (!ZEROS.subarray(0, bytes.length).equals(bytes)) writeSync(descriptor, bytes, 0, bytes.length, length);
    length += bytes.length;
  }
  return length;
}
