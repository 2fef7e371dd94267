import { FormatError } from '../bytes/index.ts';
import { Bzip2Bits } from './bzip2-bits.ts';
import { type Bzip2Block, Bzip2BlockDecoder } from './bzip2-block.ts';
import { Bzip2Crc } from './bzip2-crc.ts';
import type { ViewReader } from './zstd-frame.ts';

const STRUCTURE = 'bzip2 stream';
const MAGIC = 0x425a68;
const LEVEL_0 = 0x30;
/** Pi and its square root, in decimal digits. */
const BLOCK_MAGIC = [0x314159, 0x265359];
const END_MAGIC = [0x177245, 0x385090];
const PIECE = 256 * 1024;
/** After four equal bytes: how many more. */
const RUN_START = 4;
const RUN_LIMIT = 255;

/**
 * Inflates the streams of a bzip2 file in pieces, each good until the next is asked for. The checksums of blocks and streams are verified; anything
 * but streams is a FormatError. An UnsupportedError names a block that bzip2 before 0.9.5 randomised. There is no specification but the program.
 */
export function* inflateBzip2Pieces(read: ViewReader): Generator<Uint8Array, void, undefined> {
  const bits = new Bzip2Bits(read);
  do {
    const magic = bits.take(24);
    if (magic !== MAGIC) throw streamError(bits, 'magic', magic, MAGIC);
    const level = bits.take(8) - LEVEL_0;
    if (level < 1 || level > 9) throw streamError(bits, 'level', level, '1 to 9');
    yield* inflateStream(bits, level);
  } while (bits.alignToByte());
}

function* inflateStream(bits: Bzip2Bits, level: number): Generator<Uint8Array, void, undefined> {
  const decoder = new Bzip2BlockDecoder(bits, level);
  const runs = new RunDecoder();
  let combined = 0;
  for (;;) {
    const magic = [bits.take(24), bits.take(24)];
    const checksum = bits.take32();
    if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) {
      if (checksum !== combined) throw streamError(bits, 'stream CRC', checksum, combined);
      return;
    }
    if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw streamError(bits, 'block magic', hex(magic), hex(BLOCK_MAGIC));
    const offset = bits.offset;
    const crc = new Bzip2Crc();
    runs.start(decoder.decode());
    for (let piece = runs.next(); piece.length > 0; piece = runs.next()) {
      crc.update(piece);
      yield piece;
    }
    const expected = crc.digest();
    if (checksum !== expected) throw new FormatError({ structure: 'bzip2 block', field: 'block CRC', offset: offset - 4, found: checksum, expected });
    combined = (((combined << 1) | (combined >>> 31)) ^ checksum) >>> 0;
  }
}

/** Follows the chain of a block and undoes the run-length encoding that came before sorting. */
class RunDecoder {
  readonly #piece = new Uint8Array(PIECE + RUN_LIMIT);
  #block: Bzip2Block = { length: 0, chain: new Uint32Array(0), last: 0 };
  #done = 0;
  #place = 0;
  #byte = -1;
  #equal = 0;

  start(block: Bzip2Block): void {
    this.#block = block;
    this.#done = 0;
    this.#place = block.chain[block.last]! >>> 8;
    this.#byte = -1;
    this.#equal = 0;
  }

  /** Empty at the end of the block. */
  next(): Uint8Array {
    const piece = this.#piece;
    const { chain, length } = this.#block;
    let [done, place, previous, equal, at] = [this.#done, this.#place, this.#byte, this.#equal, 0];
    for (; done < length && at < PIECE; done++) {
      const entry = chain[place]!;
      const byte = entry & 0xff;
      place = entry >>> 8;
      if (equal === RUN_START) {
        piece.fill(previous, at, at + byte);
        at += byte;
        equal = 0;
        previous = -1;
        continue;
      }
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
      piece[at++] = byte;
    }
    this.#done = done;
    this.#place = place;
    this.#byte = previous;
    this.#equal = equal;
    return piece.subarray(0, at);
  }
}

function hex(words: readonly number[]): string {
  return words.map((word) => word.toString(16).padStart(6, '0')).join('');
}

function streamError(bits: Bzip2Bits, field: string, found: number | string, expected: number | string): FormatError {
  return new FormatError({ structure: STRUCTURE, field, offset: bits.offset, found, expected });
}
