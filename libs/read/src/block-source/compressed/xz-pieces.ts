import { type ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import { inflateXzBlockPieces, inflateXzBlockSpan, type Lzma2Watcher, type XzBlockWatcher } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { readForward } from './container-view.ts';
import { type XzIndex, xzBlock } from './xz-index.ts';
import { checksum, pointOptions, XzPointRecorder } from './xz-point-recorder.ts';
import { type XzPoints, xzSpan } from './xz-points.ts';

const READ_AHEAD = 256 * 1024;
/** `xz -9`. */
const DICTIONARY_LIMIT = 64 * 1024 * 1024;

/** Inflates one block; each piece is good until the next is asked for. A dictionary of more than 64 MiB is a LimitError. */
export function* inflateXzBlock(file: BlockSource, index: XzIndex, number: number, watcher?: XzBlockWatcher): Generator<Uint8Array, void, undefined> {
  yield* inflateXzBlockPieces(readForward(file, 'xz block', READ_AHEAD), xzBlock(index, number), checkDictionary, watcher);
  index.verified[number] = 1;
}

function checkDictionary(size: number, view: ByteView): void {
  if (size <= DICTIONARY_LIMIT) return;
  throw new LimitError({
    ...{ structure: view.structure, field: 'dictionary size', offset: view.offset, found: size, expected: `at most ${DICTIONARY_LIMIT}` },
    message: 'unpack it first',
  });
}

/** Inflates all blocks of an .xz file, in order. */
export function* inflateXzPieces(file: BlockSource, index: XzIndex): Generator<Uint8Array, void, undefined> {
  for (let number = 0; number < index.positions.length; number++) yield* inflateXzBlock(file, index, number);
}

/** As `inflateXzPieces`, and returns where the file can be entered from then on. */
export function* indexXzPoints(file: BlockSource, index: XzIndex, options = pointOptions(index.windowSize)): Generator<Uint8Array, XzPoints, undefined> {
  const recorder = new XzPointRecorder(index, options);
  for (let number = 0; number < index.positions.length; number++) yield* inflateXzBlock(file, index, number, recorder.watch(number));
  return recorder.finish();
}

/** Inflates from a point to the next. A FormatError, before any byte of it is given away, where it is not what it was the first time. */
export function* inflateXzSpan(file: BlockSource, points: XzPoints, point: number): Generator<Uint8Array, void, undefined> {
  const end = points.firstChecks[point + 1]!;
  let next = points.firstChecks[point]!;
  const changed = (offset: number, field = 'length') =>
    new FormatError({ structure: 'xz block', field, offset, message: 'the file is not what it was before' });
  const offset = file.origin + points.positions[point]!;
  const watcher: Lzma2Watcher = {
    group(parts) {
      if (next === end) throw changed(offset);
      if (checksum(parts) !== points.checks[next++]) throw changed(offset, 'CRC32 of the inflated chunks');
    },
  };
  const block = xzBlock(points.index, points.blocks[point]!);
  yield* inflateXzBlockSpan(readForward(file, 'xz block', READ_AHEAD), block, xzSpan(points, point), { checkDictionary, watcher, tooMuch: changed });
  if (next !== end) throw changed(offset);
}

/**
 * Verifies the blocks that nobody inflated yet, from the last to the first: readers of a disk go the other way. `onInflated` is told the length of
 * each piece. Throws a FormatError where one is damaged.
 */
export function verifyXzBlocks(file: BlockSource, index: XzIndex, onInflated: (length: number) => void): void {
  for (let number = index.positions.length - 1; number >= 0; number--) {
    if (index.verified[number] === 1) continue;
    for (const piece of inflateXzBlock(file, index, number)) onInflated(piece.length);
  }
}
