import { type FileHandle, open } from 'node:fs/promises';

const CHUNK = 256 * 1024;
const ZEROS = Buffer.alloc(CHUNK);

/** Copies the file at `path` into `target` at `offset`, leaving holes where the source is zero. */
export async function copyInto(target: FileHandle, offset: number, path: string): Promise<void> {
  const source = await open(path);
  try {
    await copyRange(source, 0, (await source.stat()).size, target, offset);
  } finally {
    await source.close();
  }
}

/** Copies `length` bytes between open files, leaving holes where the source is zero. */
export async function copyRange(source: FileHandle, from: number, length: number, target: FileHandle, to: number): Promise<void> {
  const buffer = Buffer.alloc(CHUNK);
  for (let at = 0; at < length; at += CHUNK) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(CHUNK, length - at), from + at);
    const chunk = buffer.subarray(0, bytesRead);
    if (!chunk.equals(ZEROS.subarray(0, bytesRead))) await target.write(chunk, 0, bytesRead, to + at);
  }
}
