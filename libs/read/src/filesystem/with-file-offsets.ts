import { ReadError, reviveReadError } from '../bytes/index.ts';

/** Runs a reader over the bytes of a file: the offsets that its errors give are the file's, not the image's, and are told as such. */
export function withFileOffsets<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ReadError) || error.detail.offset === undefined) throw error;
    const { offset, structure, message, ...detail } = error.detail;
    const place = `byte ${offset} of the file`;
    throw reviveReadError(error.kind, { ...detail, structure: `${path}: ${structure}`, message: message === undefined ? place : `${place}: ${message}` });
  }
}
