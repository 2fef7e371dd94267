import { FormatError } from '../../bytes/index.ts';
import { inflateLz4Block, Xxh32 } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { type Lz4Part, walkLz4Frames } from './walk-lz4-frames.ts';

/** Matches go back this far at most. */
const WINDOW = 64 * 1024;

/**
 * Inflates an LZ4 file from its first byte to its last, whether blocks depend on one another or not; every size and checksum is verified.
 * A piece is good until the next one is asked for.
 */
export function* inflateLz4Pieces(file: BlockSource): Generator<Uint8Array, void, undefined> {
  let frame: FrameInflater | undefined;
  for (const part of walkLz4Frames(file)) {
    if (part.kind === 'header') frame = new FrameInflater(part.header.blockMaxSize, file.origin);
    else if (part.kind === 'block') yield frame!.inflate(part);
    else frame!.finish(part);
  }
}

class FrameInflater {
  readonly #origin: number;
  /** The window, then room for a block. */
  readonly #buffer: Uint8Array;
  readonly #checksum = new Xxh32();
  #windowLength = 0;
  #length = 0;

  constructor(blockMaxSize: number, origin: number) {
    this.#origin = origin;
    this.#buffer = new Uint8Array(WINDOW + blockMaxSize);
  }

  inflate({ header, data, stored, position }: Extract<Lz4Part, { kind: 'block' }>): Uint8Array {
    const start = header.independentBlocks ? 0 : this.#windowLength;
    const end = stored ? this.#copy(data, start) : this.#inflateAfter(data, start, header.blockMaxSize, position);
    const piece = this.#buffer.subarray(start, end);
    if (header.contentChecksum) this.#checksum.update(piece);
    this.#length += piece.length;
    if (header.independentBlocks) return piece;
    return this.#keepWindow(piece, end);
  }

  finish({ header, position, contentChecksum }: Extract<Lz4Part, { kind: 'end' }>): void {
    const size = header.contentSize ?? this.#length;
    if (size !== this.#length) throw this.#wrong('content size', position, this.#length, size);
    const checksum = header.contentChecksum ? this.#checksum.digest() : undefined;
    if (checksum !== contentChecksum) throw this.#wrong('content checksum', position, contentChecksum!, checksum!);
  }

  #copy(data: Uint8Array, start: number): number {
    this.#buffer.set(data, start);
    return start + data.length;
  }

  #inflateAfter(data: Uint8Array, start: number, room: number, position: number): number {
    return inflateLz4Block(data, this.#buffer.subarray(0, start + room), { origin: this.#origin + position, start });
  }

  /** Moves the last bytes to the front, where the next block finds them; the piece is copied out of their way. */
  #keepWindow(piece: Uint8Array, end: number): Uint8Array {
    const copy = piece.slice();
    const from = Math.max(0, end - WINDOW);
    this.#buffer.copyWithin(0, from, end);
    this.#windowLength = end - from;
    return copy;
  }

  #wrong(field: string, position: number, found: number, expected: number): FormatError {
    return new FormatError({ structure: 'LZ4 frame', field, offset: this.#origin + position, found, expected });
  }
}
