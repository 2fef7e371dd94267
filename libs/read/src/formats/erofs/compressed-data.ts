import { FormatError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { inflateCluster } from './cluster.ts';
import type { Extent } from './extent.ts';
import type { ExtentMap } from './extent-map.ts';
import type { Inode } from './inode.ts';
import type { PackedFile } from './packed-file.ts';
import type { Volume } from './volume.ts';

/** One run for each physical cluster, from the one that holds byte `from`; of a fragment those of the packed inode; an inline cluster has none. */
export function* compressedRuns(volume: Volume, inode: Inode, map: ExtentMap, from: number): Generator<FileRun> {
  for (let at = from; at < inode.size; ) {
    const { start, length, source, sourceLength, encoding, isInline } = map.at(at);
    if (encoding === 'fragment') yield* packedFile(volume).runs(source, length, start);
    else if (!isInline) yield { fileOffset: start, length, sourceOffset: source, sourceLength };
    at = start + length;
  }
}

/** Fills `target`, which lies inside the file, from `offset`. */
export function readCompressed(volume: Volume, map: ExtentMap, target: Uint8Array, offset: number): void {
  for (let done = 0; done < target.length; ) {
    const extent = map.at(offset + done);
    const skip = offset + done - extent.start;
    const part = target.subarray(done, Math.min(target.length, done + extent.length - skip));
    readExtent(volume, extent, part, skip);
    done += part.length;
  }
}

function readExtent(volume: Volume, extent: Extent, part: Uint8Array, skip: number): void {
  if (extent.encoding === 'plain') volume.source.readInto(part, extent.source + skip);
  else if (extent.encoding === 'interlaced') readInterlaced(volume, extent, part, skip);
  else if (extent.encoding === 'fragment') packedFile(volume).readInto(part, extent.source + skip);
  else readInflated(volume, extent, part, skip);
}

/** Fragments are refused where there is none. */
function packedFile(volume: Volume): PackedFile {
  return volume.packedFile()!;
}

function readInflated(volume: Volume, extent: Extent, part: Uint8Array, skip: number): void {
  const known = volume.inflated.get(extent);
  if (known === undefined && part.length === extent.length) {
    inflateCluster(volume, extent, part);
    return;
  }
  const whole = known ?? volume.inflated.add(extent, extent.length, (target) => inflateCluster(volume, extent, target));
  part.set(whole.subarray(skip, skip + part.length));
}

/** Each byte of the block lies where it would in an uncompressed file, modulo the block's length. */
function readInterlaced({ source, blockSize }: Volume, extent: Extent, part: Uint8Array, skip: number): void {
  const from = (extent.start + skip) % blockSize;
  const right = Math.min(part.length, blockSize - from);
  if (extent.sourceLength > blockSize || from + right > extent.sourceLength)
    throw new FormatError({
      ...{ structure: 'erofs interlaced cluster', offset: source.origin + extent.source, found: extent.sourceLength },
      expected: extent.sourceLength > blockSize ? `${blockSize} bytes` : `at least ${from + right} bytes`,
    });
  source.readInto(part.subarray(0, right), extent.source + from);
  if (right < part.length) source.readInto(part.subarray(right), extent.source);
}
