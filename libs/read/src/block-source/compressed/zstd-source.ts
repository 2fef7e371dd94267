import { FormatError } from '../../bytes/index.ts';
import { inflateZstd } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { piecewiseSource } from './piecewise-source.ts';
import type { ZstdIndex } from './zstd-index.ts';

const STRUCTURE = 'zstd frame';

/** The disk inside a zstd file of several frames, in place. Closing it leaves `file` open. */
export function zstdSource(file: BlockSource, index: ZstdIndex, keptLimit?: number): BlockSource {
  return piecewiseSource(
    {
      structure: STRUCTURE,
      starts: index.starts,
      inflate: (frame) => [inflateFrame(file, index, frame)],
      describe: () => ({ kind: 'zstd', file: file.describe(), index, offset: 0, length: index.length }),
    },
    keptLimit,
  );
}

/** Verifies the frames that nobody inflated yet, as `verifyXzBlocks` does. */
export function verifyZstdFrames(file: BlockSource, index: ZstdIndex, onInflated: (length: number) => void): void {
  for (let frame = index.positions.length - 1; frame >= 0; frame--) {
    if (index.verified[frame] !== 1) onInflated(inflateFrame(file, index, frame).length);
  }
}

function inflateFrame(file: BlockSource, index: ZstdIndex, frame: number): Uint8Array {
  const [position, size] = [index.positions[frame]!, index.sizes[frame]!];
  const length = index.starts[frame + 1]! - index.starts[frame]!;
  const offset = file.origin + position;
  const { output, consumed } = inflateZstd(readBytes(file, position, size), { origin: offset, limit: length });
  if (consumed !== size) throw new FormatError({ structure: STRUCTURE, field: 'length', offset, found: consumed, expected: size });
  if (output.length !== length) throw new FormatError({ structure: STRUCTURE, field: 'content size', offset, found: output.length, expected: length });
  index.verified[frame] = 1;
  return output;
}
