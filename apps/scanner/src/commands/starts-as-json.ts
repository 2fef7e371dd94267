import { closeSync, openSync, readSync } from 'node:fs';

/** Whether a file is a saved document and no image; false when it cannot be read. */
export function startsAsJson(path: string): boolean {
  try {
    const descriptor = openSync(path, 'r');
    const first = Buffer.alloc(1);
    readSync(descriptor, first, 0, 1, 0);
    closeSync(descriptor);
    return first.toString() === '{';
  } catch {
    return false;
  }
}
