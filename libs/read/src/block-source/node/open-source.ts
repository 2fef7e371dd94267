import type { BlockSource, SourceDescription } from '../block-source.ts';
import { bzip2Source } from '../compressed/bzip2-source.ts';
import { chunkSource } from '../compressed/chunk-source.ts';
import { goesForward } from '../compressed/goes-forward.ts';
import { gzipSource } from '../compressed/gzip-source.ts';
import { lz4Source } from '../compressed/lz4-source.ts';
import { lz4StreamSource } from '../compressed/lz4-stream-source.ts';
import { ONCE_THROUGH, SEQUENTIAL } from '../compressed/piecewise-source.ts';
import { xzPointSource, xzSource } from '../compressed/xz-source.ts';
import { zstdSource } from '../compressed/zstd-source.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { urlSource } from '../url/url-source.ts';
import { reopenVirtualDisk } from '../virtual/open-virtual-disk.ts';
import { openFileSource } from './file/index.ts';

/** Workers read ranges from start to end: the block at hand and the one before. */
const SEQUENTIAL_CACHE = 8 * 1024 * 1024;

type InPlace = Extract<SourceDescription, { readonly kind: 'lz4' | 'lz4-stream' | 'gzip' | 'xz' | 'xz-points' | 'bzip2' | 'zstd' | 'virtual' }>;

/** Opens in a worker what another thread described; closing it closes all that was opened. Errors as `openFileSource`. */
export function openSource(description: SourceDescription): BlockSource {
  if (description.kind === 'memory') return memorySource(description.bytes);
  if (description.kind === 'file') return openFileSource(description.path, description.offset, description.length);
  if (description.kind === 'url') return urlSource(description.store, description.offset, description.length);
  const whole = description.kind === 'chunks' ? chunkSource(description.store) : keptSource(description);
  return sliceSource(whole, description.offset, description.length);
}

interface KeptSource {
  readonly key: string;
  readonly source: BlockSource;
  readonly file: BlockSource;
}

/**
 * A thread gets many ranges of one disk, and one that is read in place has buffers and tables, some 20 MiB of LZ4: the last ones stay open for the next
 * range, the latest first, until others are asked for or the thread ends. No task has more than two open at once: two partition images, or two copies
 * that it compares.
 */
let kept: readonly KeptSource[] = [];
const MAX_KEPT = 2;

function keptSource(description: InPlace): BlockSource {
  const key = keyOf(description);
  const known = description.file.kind === 'memory' ? undefined : kept.find((each) => each.key === key);
  const found = known ?? openKept(key, description);
  const others = kept.filter((each) => each !== known);
  kept = [found, ...others.slice(0, MAX_KEPT - 1)];
  for (const { source, file } of others.slice(MAX_KEPT - 1)) {
    source.close();
    file.close();
  }
  return found.source;
}

function keyOf(description: InPlace): string {
  const { kind, file } = description;
  if (kind === 'lz4-stream') return JSON.stringify([kind, file, description.whole]);
  return JSON.stringify(kind === 'virtual' ? [kind, file, description.format] : [kind, file, description.index.length, description.index.positions.length]);
}

function openKept(key: string, description: InPlace): KeptSource {
  const file = openSource(description.file);
  try {
    return { key, file, source: openInPlace(description, file) };
  } catch (error) {
    file.close();
    throw error;
  }
}

function openInPlace(description: InPlace, file: BlockSource): BlockSource {
  const limits = goesForward(description) ? ONCE_THROUGH : SEQUENTIAL;
  if (description.kind === 'lz4') return lz4Source(file, description.index, SEQUENTIAL_CACHE);
  if (description.kind === 'lz4-stream') return lz4StreamSource(file, description.whole, limits);
  if (description.kind === 'xz') return xzSource(file, description.index, limits);
  if (description.kind === 'xz-points') return xzPointSource(file, description.index, limits);
  if (description.kind === 'bzip2') return bzip2Source(file, description.index, limits);
  if (description.kind === 'zstd') return zstdSource(file, description.index, limits);
  if (description.kind === 'gzip') return gzipSource(file, description.index, limits);
  return reopenVirtualDisk(file, description.format, SEQUENTIAL_CACHE);
}
