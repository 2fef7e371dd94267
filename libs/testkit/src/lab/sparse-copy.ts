import { type FileHandle, open } from 'node:fs/promises';

const CHUNK = 256 * 1024;
const ZEROS = Buffer.alloc(CHUNK);

/** Copies the file at `path` into `target` at `offset`, leaving holes where the source is zero. */
export async function copyInto(target: FileHandle, offset: number, path: string): Promise<void> {
  const source = await open(path);
  try {
    const buffer = Buffer.alloc(CHUNK);
    const { size } = await source.stat();
    for (let at = 0; at < size; at += CHUNK) await copyChunk(source, target, buffer, at, offset);
  } finally {
    await source.close();
  }
}

async function copyChunk(source: FileHandle, target: FileHandle, buffer: Buffer, at: number, offset: number): Promise<void> {
  const { bytesRead } = await source.read(buffer, 0, CHUNK, at);
  const chunk = buffer.subarray(0, bytesRead);
  if (chunk.equals(ZEROS.subarray(0, bytesRead))) return;
  await target.write(chunk, 0, bytesRead, offset + at);
}
