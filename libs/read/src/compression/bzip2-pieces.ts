import { FormatError } from '../bytes/index.ts';
import { Bzip2Bits } from './bzip2-bits.ts';
import { Bzip2BlockDecoder } from './bzip2-block.ts';
import { Bzip2Crc } from './bzip2-crc.ts';
import { Bzip2Runs } from './bzip2-runs.ts';
import type { ViewReader } from './zstd-frame.ts';

const STRUCTURE = 'bzip2 stream';
const MAGIC = 0x425a68;
const LEVEL_0 = 0x30;
/** Pi and its square root, in decimal digits. */
const BLOCK_MAGIC = [0x314159, 0x265359];
const END_MAGIC = [0x177245, 0x385090];

/** Where a bzip2 file can be entered: before a block. */
export interface Bzip2Entry {
  /** The bit of the file that the block's magic begins with, counted from 0. */
  readonly bit: number;
  /** Of the block's stream: its blocks have this many times 100,000 bytes. */
  readonly level: number;
}

/** Sees a file while it is inflated. Pieces are cut at its borders, and otherwise when they have some 256 KiB. */
export interface Bzip2Watcher {
  /** Asked between blocks, `total` bytes behind the start: whether that is enough, whatever follows. */
  isOver(total: number): boolean;
  /** Asked before a block: whether a piece ends there. */
  wantsBorder(total: number): boolean;
  /** Told then. */
  border(entry: Bzip2Entry, total: number): void;
  /** Told of a piece before it is given away. */
  piece(bytes: Uint8Array): void;
}

const NOBODY: Bzip2Watcher = { isOver: () => false, wantsBorder: () => false, border() {}, piece() {} };

/**
 * Inflates the streams of a bzip2 file in pieces, each good until the next is asked for. The checksums of blocks and streams are verified; anything
 * but streams is a FormatError. An UnsupportedError names a block that bzip2 before 0.9.5 randomised. There is no specification but the program.
 * With an `entry` it begins there; the checksum of that block's stream is not verified then. It may be abandoned: its memory goes to the next one.
 */
export function* inflateBzip2Pieces(read: ViewReader, entry?: Bzip2Entry, watcher = NOBODY): Generator<Uint8Array, void, undefined> {
  const bits = new Bzip2Bits(read, entry?.bit);
  const runs = new Bzip2Runs();
  let level = entry?.level ?? readLevel(bits);
  for (let isWhole = entry === undefined; !(yield* inflateStream({ bits, level, isWhole, runs, watcher })); isWhole = true) {
    if (!bits.alignToByte()) break;
    level = readLevel(bits);
  }
  yield* givePiece(runs, watcher);
}

function readLevel(bits: Bzip2Bits): number {
  const magic = bits.take(24);
  if (magic !== MAGIC) throw streamError(bits, 'magic', magic, MAGIC);
  const level = bits.take(8) - LEVEL_0;
  if (level < 1 || level > 9) throw streamError(bits, 'level', level, '1 to 9');
  return level;
}

interface Stream {
  readonly bits: Bzip2Bits;
  readonly level: number;
  /** Whether it comes from its first block on. */
  readonly isWhole: boolean;
  readonly runs: Bzip2Runs;
  readonly watcher: Bzip2Watcher;
}

/** True when the watcher has enough. */
function* inflateStream(stream: Stream): Generator<Uint8Array, boolean, undefined> {
  const { bits, level, runs, watcher } = stream;
  const decoder = new Bzip2BlockDecoder(bits, level);
  let combined = 0;
  try {
    while (!watcher.isOver(runs.total)) {
      const bit = bits.place;
      const magic = [bits.take(24), bits.take(24)];
      const checksum = bits.take32();
      if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) {
        if (stream.isWhole && checksum !== combined) throw streamError(bits, 'stream CRC', checksum, combined);
        return false;
      }
      if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw streamError(bits, 'block magic', hex(magic), hex(BLOCK_MAGIC));
      if (watcher.wantsBorder(runs.total)) {
        yield* givePiece(runs, watcher);
        watcher.border({ bit, level }, runs.total);
      }
      yield* inflateBlock(stream, decoder, checksum);
      combined = (((combined << 1) | (combined >>> 31)) ^ checksum) >>> 0;
    }
    return true;
  } finally {
    decoder.release();
  }
}

/** What does not fill a piece is left for the next block. */
function* inflateBlock({ bits, runs, watcher }: Stream, decoder: Bzip2BlockDecoder, checksum: number): Generator<Uint8Array, void, undefined> {
  const offset = bits.offset;
  const crc = new Bzip2Crc();
  runs.start(decoder.decode());
  while (!runs.isDone) {
    crc.update(runs.next());
    if (runs.isFull) yield* givePiece(runs, watcher);
  }
  const expected = crc.digest();
  if (checksum !== expected) throw new FormatError({ structure: 'bzip2 block', field: 'block CRC', offset: offset - 4, found: checksum, expected });
}

function* givePiece(runs: Bzip2Runs, watcher: Bzip2Watcher): Generator<Uint8Array, void, undefined> {
  const { piece } = runs;
  if (piece.length === 0) return;
  watcher.piece(piece);
  yield piece;
  runs.clear();
}

function hex(words: readonly number[]): string {
  return words.map((word) => word.toString(16).padStart(6, '0')).join('');
}

function streamError(bits: Bzip2Bits, field: string, found: number | string, expected: number | string): FormatError {
  return new FormatError({ structure: STRUCTURE, field, offset: bits.offset, found, expected });
}
