import { FormatError } from '../../bytes/index.ts';
import { inflateLz4Block } from '../../compression/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import type { Extent } from './extent.ts';
import type { ExtentMap } from './extent-map.ts';
import type { Inode } from './inode.ts';
import type { Volume } from './volume.ts';

/** One run for each physical cluster, from the one that holds byte `from`. */
export function* compressedRuns(inode: Inode, map: ExtentMap, from: number): Generator<FileRun> {
  for (let at = from; at < inode.size; ) {
    const { start, length, source, sourceLength } = map.at(at);
    yield { fileOffset: start, length, sourceOffset: source, sourceLength };
    at = start + length;
  }
}

/** Fills `target`, which lies inside the file, from `offset`. */
export function readCompressed(volume: Volume, map: ExtentMap, target: Uint8Array, offset: number): void {
  for (let done = 0; done < target.length; ) {
    const extent = map.at(offset + done);
    const skip = offset + done - extent.start;
    const part = target.subarray(done, Math.min(target.length, done + extent.length - skip));
    if (extent.encoding === 'plain') volume.source.readInto(part, extent.source + skip);
    else if (extent.encoding === 'interlaced') readInterlaced(volume, extent, part, skip);
    else readInflated(volume, extent, part, skip);
    done += part.length;
  }
}

function readInflated(volume: Volume, extent: Extent, part: Uint8Array, skip: number): void {
  const known = volume.inflated.get(extent);
  if (known === undefined && part.length === extent.length) {
    inflate(volume, extent, part);
    return;
  }
  const whole = known ?? volume.inflated.add(extent, extent.length, (target) => inflate(volume, extent, target));
  part.set(whole.subarray(skip, skip + part.length));
}

/** Each byte of the block lies where it would in an uncompressed file, modulo the block's length. */
function readInterlaced({ source, blockSize }: Volume, extent: Extent, part: Uint8Array, skip: number): void {
  if (extent.sourceLength > blockSize)
    throw new FormatError({
      structure: 'erofs interlaced cluster',
      offset: source.origin + extent.source,
      found: extent.sourceLength,
      expected: `${blockSize} bytes`,
    });
  const from = (extent.start + skip) % blockSize;
  const right = Math.min(part.length, blockSize - from);
  source.readInto(part.subarray(0, right), extent.source + from);
  if (right < part.length) source.readInto(part.subarray(right), extent.source);
}

/** `target` is as long as the extent. */
function inflate(volume: Volume, extent: Extent, target: Uint8Array): number {
  const { source, blockSize, superBlock } = volume;
  const stored = volume.inflated.stored(extent.sourceLength);
  source.readInto(stored, extent.source);
  const { zeroPadding } = superBlock.compression;
  const padding = zeroPadding ? leadingZeros(stored, blockSize) : 0;
  const origin = source.origin + extent.source + padding;
  if (padding === blockSize)
    throw new FormatError({ structure: 'erofs compressed cluster', offset: origin, message: 'nothing but padding in its first block' });
  // Without padding the cluster goes on behind the data that belong to the extent.
  const end = inflateLz4Block(stored.subarray(padding), target, { origin, partial: !zeroPadding });
  if (end !== extent.length)
    throw new FormatError({ structure: 'erofs compressed cluster', field: 'inflated length', offset: origin, found: end, expected: extent.length });
  return end;
}

/** LZ4 data never begin with a zero. */
function leadingZeros(stored: Uint8Array, blockSize: number): number {
  let count = 0;
  while (count < blockSize && stored[count] === 0) count++;
  return count;
}
