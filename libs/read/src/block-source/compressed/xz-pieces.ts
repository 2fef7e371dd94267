import { LimitError } from '../../bytes/index.ts';
import { inflateXzBlockPieces } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { readAhead } from './container-view.ts';
import { type XzIndex, xzBlock } from './xz-index.ts';

const READ_AHEAD = 256 * 1024;
/** `xz -9`. What decodes it takes half as much again. */
const DICTIONARY_LIMIT = 64 * 1024 * 1024;

/** Inflates one block; each piece is good until the next is asked for. A dictionary of more than 64 MiB is a LimitError. */
export function* inflateXzBlock(file: BlockSource, index: XzIndex, number: number): Generator<Uint8Array, void, undefined> {
  yield* inflateXzBlockPieces(readAhead(file, 'xz block', READ_AHEAD), xzBlock(index, number), (size, view) => {
    if (size <= DICTIONARY_LIMIT) return;
    throw new LimitError({
      ...{ structure: view.structure, field: 'dictionary size', offset: view.offset, found: size, expected: `at most ${DICTIONARY_LIMIT}` },
      message: 'unpack it first',
    });
  });
  index.verified[number] = 1;
}

/** Inflates all blocks of an .xz file, in order. */
export function* inflateXzPieces(file: BlockSource, index: XzIndex): Generator<Uint8Array, void, undefined> {
  for (let number = 0; number < index.positions.length; number++) yield* inflateXzBlock(file, index, number);
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
