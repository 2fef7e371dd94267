import { FormatError } from '../../bytes/index.ts';
import { checkContentSize, inflatesZstdInPieces, inflateZstd, inflateZstdFramePieces } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { limitsFor, piecewiseSource } from './piecewise-source.ts';
import type { ZstdIndex } from './zstd-index.ts';

const STRUCTURE = 'zstd frame';

/** The disk inside a zstd file of several frames, in place. Closing it leaves `file` open. */
export function zstdSource(file: BlockSource, index: ZstdIndex, limits = limitsFor(index.windowSize)): BlockSource {
  return piecewiseSource(
    {
      structure: STRUCTURE,
      starts: index.starts,
      inflate: (frame) => inflateFrame(file, index, frame),
      describe: () => ({ kind: 'zstd', file: file.describe(), index, offset: 0, length: index.length }),
    },
    limits,
  );
}

/** Verifies the frames that nobody inflated yet, as `verifyXzBlocks` does. */
export function verifyZstdFrames(file: BlockSource, index: ZstdIndex, onInflated: (length: number) => void): void {
  for (let frame = index.positions.length - 1; frame >= 0; frame--) {
    if (index.verified[frame] === 1) continue;
    for (const piece of inflateFrame(file, index, frame)) onInflated(piece.length);
  }
}

function* inflateFrame(file: BlockSource, index: ZstdIndex, frame: number): Generator<Uint8Array, void, undefined> {
  const expected = index.starts[frame + 1]! - index.starts[frame]!;
  let length = 0;
  for (const piece of framePieces(file, index.positions[frame]!, index.sizes[frame]!, expected)) {
    length += piece.length;
    if (length > expected) break;
    yield piece;
  }
  checkContentSize(length, expected, file.origin + index.positions[frame]!);
  index.verified[frame] = 1;
}

/** In pieces where node:zlib can; else the frame is one of those that an index takes, of at most 32 MiB. */
function framePieces(file: BlockSource, position: number, size: number, length: number): Iterable<Uint8Array> {
  if (!inflatesZstdInPieces()) return [inflateWhole(file, position, size, length)];
  return inflateZstdFramePieces((target, at) => file.readInto(target, at), position, size, file.origin);
}

function inflateWhole(file: BlockSource, position: number, size: number, limit: number): Uint8Array {
  const offset = file.origin + position;
  const { output, consumed } = inflateZstd(readBytes(file, position, size), { origin: offset, limit });
  if (consumed !== size) throw new FormatError({ structure: STRUCTURE, field: 'length', offset, found: consumed, expected: size });
  return output;
}
