import { constants, zstdCompressSync } from 'node:zlib';
import { FormatError } from '../bytes/index.ts';
import { inflateZstdInto } from './inflate-into.ts';

const PIECE = 256 * 1024;
const ZEROS = Buffer.alloc(PIECE);
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: PIECE };

/** Bytes that are kept for later, compressed, in shared memory. */
export interface PackedWindow {
  readonly length: number;
  /** Frames of zstd, one for each piece that is not zeros. */
  readonly frames: Uint8Array;
  /** Of each piece: its length, and that of its frame or 0. */
  readonly pieces: Uint32Array;
}

/** Packs the parts one after another; undefined when that takes more than `limit` bytes. */
export function packWindow(parts: readonly Uint8Array[], limit: number): PackedWindow | undefined {
  const frames: Uint8Array[] = [];
  const pieces: number[] = [];
  let [length, packed] = [0, 0];
  for (const piece of parts.flatMap(cut)) {
    const isZero = ZEROS.subarray(0, piece.length).equals(piece);
    const frame = isZero ? undefined : zstdCompressSync(piece, FASTEST);
    if (frame !== undefined) frames.push(frame);
    pieces.push(piece.length, frame?.length ?? 0);
    length += piece.length;
    packed += frame?.length ?? 0;
    if (packed > limit) return undefined;
  }
  const window = { length, frames: new Uint8Array(new SharedArrayBuffer(packed)), pieces: new Uint32Array(new SharedArrayBuffer(pieces.length * 4)) };
  window.pieces.set(pieces);
  join(frames, window.frames);
  return window;
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

function join(frames: readonly Uint8Array[], target: Uint8Array): void {
  let at = 0;
  for (const frame of frames) {
    target.set(frame, at);
    at += frame.length;
  }
}

function unpackPiece(frame: Uint8Array, piece: Uint8Array): void {
  const { length } = inflateZstdInto(frame, piece, { origin: 0, limit: piece.length });
  if (length !== piece.length) throw new FormatError({ structure: 'window in memory', field: 'length', found: length, expected: piece.length });
}
