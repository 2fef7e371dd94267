import type { ByteView } from '../bytes/index.ts';
import { inflatesTooFar } from './bounded-output.ts';
import { inflateLzma2Pieces, type Lzma2Entry, type Lzma2Watcher } from './lzma2-pieces.ts';
import { decodeXzBlockHeader, type RunningFilter, type XzBlockHeader } from './xz-block-header.ts';
import type { XzCheck } from './xz-check.ts';
import { skipXzPadding } from './xz-stream-parts.ts';
import type { ViewReader } from './zstd-frame.ts';

/** The longest block header, by the size that its first byte can tell. */
const HEADER_LIMIT = 1024;
const PADDING_LIMIT = 3;

/** A block as the index of its stream tells it. */
export interface XzBlock {
  /** First byte of its header. */
  readonly position: number;
  /** Length without the padding before the check: header, data, check. */
  readonly unpaddedSize: number;
  readonly uncompressedSize: number;
  readonly check: XzCheck;
}

/** Sees the chunks of a block: the groups always, the borders between them where no filter follows, for a filter has a state of its own. */
export interface XzBlockWatcher extends Lzma2Watcher {
  /** In the file: where the first chunk begins. */
  start(position: number): void;
}

/** A span of a block, between two borders of its chunks. */
export interface XzBlockSpan {
  /** In the file: where its first chunk begins. */
  readonly position: number;
  readonly length: number;
  /** Whether it goes to the block's end. */
  readonly isLast: boolean;
  /** Undefined when it begins at the block's start. */
  readonly entry: Lzma2Entry | undefined;
}

/** May refuse the size of a dictionary, whose field's place is `view`. */
export type CheckDictionary = (size: number, view: ByteView) => void;

/** Bytes of content that a decoder of the block keeps to refer to, by its header. */
export function readXzWindowSize(read: ViewReader, { position, uncompressedSize }: XzBlock): number {
  return Math.min(decodeXzBlockHeader(read(position, HEADER_LIMIT, true), 0).dictionarySize, uncompressedSize);
}

/**
 * Inflates one block of an .xz stream (.xz file format 3) in pieces, each of them good until the next is asked for; sizes, padding and the check
 * are verified.
 */
export function* inflateXzBlockPieces(
  read: ViewReader,
  block: XzBlock,
  checkDictionary: CheckDictionary,
  watcher?: XzBlockWatcher,
): Generator<Uint8Array, void, undefined> {
  const view = read(block.position, HEADER_LIMIT, true);
  const header = decodeXzBlockHeader(view, 0);
  checkSizes(view, block, header);
  checkDictionary(Math.min(header.dictionarySize, block.uncompressedSize), view);
  const check = block.check.start();
  const start = block.position + header.length;
  watcher?.start(start);
  const whole = block.uncompressedSize;
  const tooMuch = (offset: number) => inflatesTooFar('xz block', offset, whole);
  const span = { start, dictionarySize: header.dictionarySize, whole, limit: whole, tooMuch };
  const data = inflateLzma2Pieces(read, span, watcher && (header.filters.length === 0 ? watcher : { group: (parts) => watcher.group(parts) }));
  const counted = { length: 0, end: 0 };
  for (const piece of undoFilters(countPieces(data, counted), header)) {
    check.update(piece);
    yield piece;
  }
  if (counted.length !== block.uncompressedSize) throw view.error('uncompressed size', 0, counted.length, block.uncompressedSize);
  const size = counted.end - block.position + block.check.length;
  if (size !== block.unpaddedSize) throw view.error('unpadded size', 0, size, block.unpaddedSize);
  const tail = read(counted.end, PADDING_LIMIT + block.check.length, true);
  const at = skipXzPadding(tail, block.position - counted.end, 0);
  const [found, expected] = [Buffer.from(tail.slice(at, block.check.length)), check.digest()];
  if (!expected.equals(found)) throw tail.error(block.check.name, at, found.toString('hex'), expected.toString('hex'));
}

/**
 * Inflates a span of a block that was inflated before, in pieces as above. Nothing is verified but by `watcher`; more than the span's length is `tooMuch`.
 * A block whose header has filters is one span.
 */
export function* inflateXzBlockSpan(
  read: ViewReader,
  block: XzBlock,
  { position, length, isLast, entry }: XzBlockSpan,
  { checkDictionary, watcher, tooMuch }: { checkDictionary: CheckDictionary; watcher: Lzma2Watcher; tooMuch: (offset: number) => Error },
): Generator<Uint8Array, void, undefined> {
  const view = read(block.position, HEADER_LIMIT, true);
  const header = decodeXzBlockHeader(view, 0);
  const { dictionarySize } = header;
  checkDictionary(Math.min(dictionarySize, block.uncompressedSize), view);
  const span = { start: position, dictionarySize, whole: block.uncompressedSize, limit: length, tooMuch, isPartial: !isLast, entry };
  yield* undoFilters(inflateLzma2Pieces(read, span, watcher), header);
}

function checkSizes(view: ByteView, block: XzBlock, header: XzBlockHeader): void {
  const compressed = block.unpaddedSize - header.length - block.check.length;
  if ((header.compressedSize ?? compressed) !== compressed) throw view.error('compressed size', 0, header.compressedSize, compressed);
  const { uncompressedSize } = block;
  if ((header.uncompressedSize ?? uncompressedSize) !== uncompressedSize) throw view.error('uncompressed size', 0, header.uncompressedSize, uncompressedSize);
}

/** Tells how much came, and where its compressed bytes end. */
function* countPieces(pieces: Generator<Uint8Array, number, undefined>, counted: { length: number; end: number }): Generator<Uint8Array, void, undefined> {
  for (let next = pieces.next(); ; next = pieces.next()) {
    if (next.done) {
      counted.end = next.value;
      return;
    }
    counted.length += next.value.length;
    yield next.value;
  }
}

function undoFilters(pieces: Iterable<Uint8Array>, { filters }: XzBlockHeader): Iterable<Uint8Array> {
  let result = pieces;
  for (const start of filters) result = undoFilter(result, start());
  return result;
}

/** In a buffer of its own: matches refer to bytes as they were before. */
function* undoFilter(pieces: Iterable<Uint8Array>, filter: RunningFilter): Generator<Uint8Array, void, undefined> {
  let buffer = new Uint8Array(0);
  let left = 0;
  for (const piece of pieces) {
    if (buffer.length < left + piece.length) {
      const larger = new Uint8Array(left + piece.length);
      larger.set(buffer.subarray(0, left));
      buffer = larger;
    }
    buffer.set(piece, left);
    const bytes = buffer.subarray(0, left + piece.length);
    const done = filter(bytes);
    if (done > 0) yield bytes.subarray(0, done);
    left = bytes.length - done;
    buffer.copyWithin(0, done, bytes.length);
  }
  if (left > 0) yield buffer.subarray(0, left);
}
