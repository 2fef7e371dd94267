import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DeliveryError } from '../failure.ts';

const unfinished = new Set<string>();

/** Writes a whole file or nothing: under another name in the same folder, then renamed. Throws DeliveryError. */
export function writeWholeFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  unfinished.add(temporary);
  try {
    writeAndSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new DeliveryError(`${path} could not be written: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    unfinished.delete(temporary);
  }
}

/** For an interrupt while a file is being written. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}

function writeAndSync(path: string, text: string): void {
  const bytes = Buffer.from(text);
  const descriptor = openSync(path, 'wx');
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
