import { constants, zstdCompressSync } from 'node:zlib';
import { FormatError } from '../bytes/index.ts';
import { inflateZstdInto } from './inflate-into.ts';
import { takeSharedMemory } from './mapped-memory.ts';

const PIECE = 256 * 1024;
/** What a frame may be longer than the piece in it, and more. */
const OVERHEAD = 64;
const ZEROS = Buffer.alloc(PIECE);
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: PIECE };

/** Bytes that are kept for later, compressed. */
export interface PackedWindow {
  readonly length: number;
  /** Frames of zstd, one for each piece that is not zeros. */
  readonly frames: Uint8Array;
  /** Of each piece: its length, and that of its frame or 0. */
  readonly pieces: Uint32Array;
}

/** Packs the parts one after another; undefined when that takes more than `limit` bytes. */
export function packWindow(parts: readonly Uint8Array[], limit: number): PackedWindow | undefined {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const cuts = parts.flatMap(cut);
  // Memory that is not written to costs nothing, and what is left over is given back.
  const room = new Uint8Array(Math.min(limit, length + cuts.length * OVERHEAD));
  const pieces: number[] = [];
  let packed = 0;
  for (const piece of cuts) {
    const size = packPiece(piece, room.subarray(packed));
    if (size === undefined) return undefined;
    pieces.push(piece.length, size);
    packed += size;
  }
  return { length, frames: new Uint8Array(room.buffer.transfer(packed)), pieces: Uint32Array.from(pieces) };
}

/** The same in shared memory. Nobody may use `window` any more. */
export function shareWindow(window: PackedWindow): PackedWindow {
  const frames = new Uint8Array(takeSharedMemory(window.frames.length), 0, window.frames.length);
  const pieces = new Uint32Array(new SharedArrayBuffer(window.pieces.byteLength));
  frames.set(window.frames);
  pieces.set(window.pieces);
  dropWindow(window);
  return { length: window.length, frames, pieces };
}

/** Gives its memory back at once. */
export function dropWindow({ frames }: PackedWindow): void {
  (frames.buffer as ArrayBuffer).transfer(0);
}

/** Fills the start of `target`. */
export function unpackWindow({ frames, pieces }: PackedWindow, target: Uint8Array): void {
  let [to, from] = [0, 0];
  for (let index = 0; index < pieces.length; index += 2) {
    const piece = target.subarray(to, to + pieces[index]!);
    const size = pieces[index + 1]!;
    if (size === 0) piece.fill(0);
    else unpackPiece(frames.subarray(from, from + size), piece);
    to += piece.length;
    from += size;
  }
}

function cut(part: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(part.length / PIECE) }, (_, index) => part.subarray(index * PIECE, (index + 1) * PIECE));
}

/** The length of the frame, 0 for zeros; undefined when there is no room for it. */
function packPiece(piece: Uint8Array, room: Uint8Array): number | undefined {
  if (ZEROS.subarray(0, piece.length).equals(piece)) return 0;
  const frame = zstdCompressSync(piece, FASTEST);
  const size = frame.length;
  const fits = size <= room.length;
  if (fits) room.set(frame);
  // The memory of one alone; the garbage collector would let tens of MiB of it gather.
  if (frame.buffer.byteLength >= PIECE) (frame.buffer as ArrayBuffer).transfer(0);
  return fits ? size : undefined;
}

function unpackPiece(frame: Uint8Array, piece: Uint8Array): void {
  const { length } = inflateZstdInto(frame, piece, { origin: 0, limit: piece.length });
  if (length !== piece.length) throw new FormatError({ structure: 'window in memory', field: 'length', found: length, expected: piece.length });
}
