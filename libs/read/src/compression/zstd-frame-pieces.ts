import { constants, createZstdDecompress } from 'node:zlib';
import { FormatError } from '../bytes/index.ts';
import { toInflateError } from './inflate-error.ts';
import { keptDecoder } from './kept-decoder.ts';
import { ZlibStream } from './zlib-stream.ts';

const STRUCTURE = 'zstd frame';
const INPUT_LENGTH = 64 * 1024;
/** What a block inflates to at most (RFC 8878, 3.1.1.2.4). */
const PIECE_LENGTH = 128 * 1024;

/** Whether `inflateZstdFramePieces` works with this Node. */
export function inflatesZstdInPieces(): boolean {
  return keptDecoder('zstd') !== undefined;
}

/** Fills `target` with the bytes at `position` of the file. */
export type ReadInto = (target: Uint8Array, position: number) => void;

/**
 * Inflates the frame of `length` bytes at `start`, its checksum verified; each piece is good until the next is asked for. A FormatError where it is damaged:
 * `origin` is the image offset of position 0.
 */
export function* inflateZstdFramePieces(read: ReadInto, start: number, length: number, origin: number): Generator<Uint8Array, void, undefined> {
  const decoder = new ZlibStream(createZstdDecompress);
  const input = new Uint8Array(Math.min(INPUT_LENGTH, length));
  const output = new Uint8Array(PIECE_LENGTH);
  try {
    for (let done = 0; done < length; done += INPUT_LENGTH) {
      const part = input.subarray(0, length - done);
      read(part, start + done);
      yield* inflateInput(decoder, part, output, origin + start + done);
    }
  } finally {
    decoder.close();
  }
}

function* inflateInput(decoder: ZlibStream, input: Uint8Array, output: Uint8Array, offset: number): Generator<Uint8Array, void, undefined> {
  for (let from = 0, room = 0; from < input.length || room === 0; ) {
    const [stillRoom, left] = write(decoder, input, from, output, offset);
    const isStuck = stillRoom === output.length && left === input.length - from && left > 0;
    if (isStuck) throw new FormatError({ structure: STRUCTURE, offset: offset + from, message: 'the compressed data is damaged (its decoder does not go on)' });
    [from, room] = [input.length - left, stillRoom];
    if (room < output.length) yield output.subarray(0, output.length - room);
  }
}

function write(decoder: ZlibStream, input: Uint8Array, from: number, output: Uint8Array, offset: number) {
  try {
    return decoder.write(constants.ZSTD_e_continue, input, from, output);
  } catch (error) {
    throw toInflateError(error, STRUCTURE, offset, output.length);
  }
}
