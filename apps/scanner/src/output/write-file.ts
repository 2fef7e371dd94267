import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, realpathSync, rmSync, statSync, writeSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DeliveryError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';
import { inBatches } from './in-batches.ts';

/** Files under another name that are not whole yet. */
const unfinished = new Set<string>();
/** A folder may not be opened or not be synced, as on Windows and on some network file systems; the file is there all the same. */
const UNSYNCED = ['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF'];

/**
 * Writes a whole file or nothing: under another name in the same folder, then renamed. What is no regular file (`/dev/stdout`, a pipe) is
 * written to in place; a link is followed. A string is one piece. Throws DeliveryError when the file system refuses; what the pieces throw passes.
 */
export async function writeWholeFile(path: string, content: string | Iterable<string>): Promise<void> {
  const pieces = typeof content === 'string' ? [content] : content;
  await delivered(path, () => (isSpecial(path) ? writeInPlace(path, pieces) : writeBeside(followLink(path), pieces)));
}

/**
 * Writes to the end of a file that is there, after a blank line when it holds something; when that fails it is as long as before. Nothing
 * interrupts it. Throws as `writeWholeFile`.
 */
export async function appendToFile(path: string, pieces: Iterable<string>): Promise<void> {
  await delivered(path, async () => {
    const descriptor = openSync(path, 'a');
    const { size } = fstatSync(descriptor);
    try {
      if (size > 0) writeAll(descriptor, '\n');
      for (const batch of inBatches(pieces)) writeAll(descriptor, batch);
      fsyncSync(descriptor);
    } catch (error) {
      ftruncateSync(descriptor, size);
      throw error;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** For an interrupt while a file is being written. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

async function writeBeside(target: string, pieces: Iterable<string>): Promise<void> {
  const temporary = join(dirname(target), `.staticfire-${crypto.randomUUID()}.tmp`);
  unfinished.add(temporary);
  try {
    await withFile(temporary, 'wx', async (handle) => {
      await writePieces(handle, pieces);
      await handle.sync();
    });
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

async function writeInPlace(target: string, pieces: Iterable<string>): Promise<void> {
  await withFile(target, 'w', (handle) => writePieces(handle, pieces));
}

async function writePieces(handle: FileHandle, pieces: Iterable<string>): Promise<void> {
  for (const batch of inBatches(pieces)) await handle.appendFile(batch);
}

async function syncFolder(folder: string): Promise<void> {
  try {
    await withFile(folder, 'r', (handle) => handle.sync());
  } catch (error) {
    if (!UNSYNCED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function withFile(path: string, flags: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

/** Where a link leads; the path itself when nothing is there yet. */
function followLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What must not be replaced by a file: a device, a pipe, what a shell hands over. */
export function isSpecial(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && (!status.isFile() || /^\/(dev|proc)\//.test(path));
}

async function delivered(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new DeliveryError(`${path} could not be written: ${describeFileError(error)}`, { cause: error });
  }
}
