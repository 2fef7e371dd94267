import type { BlockSource, SourceDescription } from '../block-source.ts';
import { chunkSource } from '../compressed/chunk-source.ts';
import type { Lz4Index } from '../compressed/lz4-index.ts';
import { lz4Source } from '../compressed/lz4-source.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { openFileSource } from './file/index.ts';

/** Workers read ranges from start to end: the block at hand and the one before. */
const SEQUENTIAL_CACHE = 8 * 1024 * 1024;

type Lz4Description = Extract<SourceDescription, { readonly kind: 'lz4' }>;

/** Opens in a worker what another thread described; closing it closes all that was opened. Errors as `openFileSource`. */
export function openSource(description: SourceDescription): BlockSource {
  if (description.kind === 'memory') return memorySource(description.bytes);
  if (description.kind === 'file') return openFileSource(description.path, description.offset, description.length);
  const whole = description.kind === 'chunks' ? chunkSource(description.store) : keptLz4Source(description);
  return sliceSource(whole, description.offset, description.length);
}

interface KeptSource {
  readonly key: string;
  readonly source: BlockSource;
  readonly file: BlockSource;
}

/**
 * A thread gets many ranges of one disk, and an LZ4 disk has some 20 MiB of buffers: the last ones stay open for the next range, the latest first,
 * until others are asked for or the thread ends. No task has more than two open at once: two partition images, or two copies that it compares.
 */
let kept: readonly KeptSource[] = [];
const MAX_KEPT = 2;

function keptLz4Source({ file: described, index }: Lz4Description): BlockSource {
  const key = JSON.stringify([described, index.length, index.positions.length]);
  const known = described.kind === 'file' ? kept.find((each) => each.key === key) : undefined;
  const found = known ?? openLz4(key, described, index);
  const others = kept.filter((each) => each !== known);
  kept = [found, ...others.slice(0, MAX_KEPT - 1)];
  for (const { source, file } of others.slice(MAX_KEPT - 1)) {
    source.close();
    file.close();
  }
  return found.source;
}

function openLz4(key: string, described: SourceDescription, index: Lz4Index): KeptSource {
  const file = openSource(described);
  return { key, file, source: lz4Source(file, index, SEQUENTIAL_CACHE) };
}
