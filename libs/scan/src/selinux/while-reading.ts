import { showLocation } from '@staticfire/read/block-source/image-url';
import { toImageError } from '../image-error.ts';

/** Runs what reads a file, or asks something of what was read: errors of readers and of the operating system, and limits, become an ImageError that names it. */
export async function whileReading<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toImageError(error, showLocation(path)) ?? error;
  }
}
