import { FormatError, LimitError, type ReadError } from '../bytes/index.ts';
import { inflatesTooFar } from './bounded-output.ts';

/** One of our errors for what node:zlib threw while it inflated the stream at `offset`. `limit` is the most that it was allowed. */
export function toInflateError(error: unknown, structure: string, offset: number, limit: number): ReadError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return inflatesTooFar(structure, offset, limit);
  if (code === 'ERR_ZLIB_INITIALIZATION_FAILED' || code === 'Z_MEM_ERROR' || code?.startsWith('ZSTD_error_memory') === true) {
    return new LimitError({ structure, offset, message });
  }
  return new FormatError({ structure, offset, message: `the compressed data is damaged (${message})`, cause: error });
}
