import { FormatError, LimitError } from '../../bytes/index.ts';
import { type InflateInto, inflateDeflateInto, inflateLz4Block, inflateMicroLzma, inflateZstdInto } from '../../compression/index.ts';
import type { Algorithm } from './compression-config.ts';
import type { Extent } from './extent.ts';
import { MAX_EXTENT_LENGTH } from './extent-map.ts';
import type { Volume } from './volume.ts';

/** Seconds of inflating; files that share clusters have parts of them in common, not next to nothing of each. */
const MAX_UNUSED = 8 * 1024 ** 3;

interface Cluster {
  /** Stored bytes without the padding before them; may be written to. */
  readonly stored: Uint8Array;
  /** Absolute image offset of its first byte. */
  readonly origin: number;
  /** It goes on when the target is full. */
  readonly isPartial: boolean;
}

/** Fills the target and returns how many bytes that were. */
type InflateCluster = (cluster: Cluster, target: Uint8Array, volume: Volume) => number;

const INFLATE: Readonly<Record<Algorithm, InflateCluster>> = {
  lz4: ({ stored, origin, isPartial }, target) => inflateLz4Block(stored, target, { origin, partial: isPartial }),
  lzma({ stored, origin, isPartial }, target, { superBlock }) {
    inflateMicroLzma(stored, target, { origin, dictionarySize: superBlock.compression.lzmaDictionary, partial: isPartial });
    return target.length;
  },
  deflate: byNode(inflateDeflateInto),
  zstd: byNode(inflateZstdInto),
};

/** Inflates a compressed cluster; `target` is as long as the extent. Returns that length. */
export function inflateCluster(volume: Volume, extent: Extent, target: Uint8Array): number {
  const { source, superBlock } = volume;
  const stored = volume.inflated.stored(extent.sourceLength);
  source.readInto(stored, extent.source);
  const { zeroPadding } = superBlock.compression;
  const algorithm = extent.encoding as Algorithm;
  const isPadded = zeroPadding || algorithm !== 'lz4';
  const padding = isPadded ? leadingZeros(volume, extent, stored) : 0;
  const origin = source.origin + extent.source + padding;
  // Without padding the cluster goes on behind the data that belong to the extent.
  const cluster = { stored: stored.subarray(padding), origin, isPartial: extent.isPartial || !isPadded };
  const length = INFLATE[algorithm](cluster, target, volume);
  if (length !== extent.length)
    throw new FormatError({ structure: 'erofs compressed cluster', field: 'inflated length', offset: origin, found: length, expected: extent.length });
  return length;
}

/** Where a decoder cannot stop, all is inflated of what is only needed in part: what that costs is bounded for the whole filesystem. */
function byNode(inflate: InflateInto): InflateCluster {
  return ({ stored, origin, isPartial }, target, { unused }) => {
    const { length, inflated } = inflate(stored, target, { origin, limit: isPartial ? MAX_EXTENT_LENGTH : target.length });
    unused.bytes += inflated - length;
    if (unused.bytes > MAX_UNUSED)
      throw new LimitError({ structure: 'erofs compressed cluster', offset: origin, message: `more than ${MAX_UNUSED} bytes inflated for nothing` });
    return length;
  };
}

/** Data never begin with a zero; padding does not go past the first block. */
function leadingZeros({ source: { origin }, blockSize }: Volume, { source, sourceLength }: Extent, stored: Uint8Array): number {
  const most = Math.min(sourceLength, blockSize - (source % blockSize));
  let count = 0;
  while (count < most && stored[count] === 0) count++;
  if (count === most)
    throw new FormatError({ structure: 'erofs compressed cluster', offset: origin + source + count, message: 'nothing but padding in its first block' });
  return count;
}
