import { Readable, type Transform } from 'node:stream';
import { ReadError } from '../../bytes/index.ts';
import { toInflateError } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { INFLATED_LIMIT } from './container-view.ts';

export const PIECE_LENGTH = 64 * 1024;

/** A stream of node:zlib; `bytesWritten` counts what it consumed. */
export type Inflater = Transform & { readonly bytesWritten: number };

/** Where a compressed stream lies in the file: from `start` to no further than `end`. */
export interface StreamRange {
  readonly structure: string;
  readonly start: number;
  readonly end: number;
}

/** Feeds `range` of `file` to `inflater` and yields what comes out. It ends with the compressed stream; damage is a FormatError. */
export async function* inflateStream(file: BlockSource, inflater: Inflater, range: StreamRange): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = Readable.from(readPieces(file, range), { objectMode: false });
  reader.on('error', (error) => inflater.destroy(error));
  reader.pipe(inflater);
  try {
    for await (const piece of inflater) yield piece as Uint8Array;
  } catch (error) {
    throw error instanceof ReadError || isFileError(error) ? error : toInflateError(error, range.structure, file.origin + range.start, INFLATED_LIMIT);
  } finally {
    reader.destroy();
    inflater.destroy();
  }
}

/** The operating system's errors are passed on, as every source does. */
function isFileError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined;
}

function* readPieces(file: BlockSource, { start, end }: StreamRange): Generator<Uint8Array, void, undefined> {
  for (let position = start; position < end; position += PIECE_LENGTH) yield readBytes(file, position, Math.min(PIECE_LENGTH, end - position));
}
