import type { BlockSource, SourceDescription } from '../block-source.ts';
import { chunkSource } from '../compressed/chunk-source.ts';
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

/**
 * A thread gets many ranges of one disk, and an LZ4 disk has some 20 MiB of buffers: the last one stays open for the next range, until
 * another is asked for or the thread ends.
 */
let kept: { readonly key: string; readonly source: BlockSource; readonly file: BlockSource } | undefined;

function keptLz4Source({ file: described, index }: Lz4Description): BlockSource {
  const key = JSON.stringify([described, index.length, index.positions.length]);
  if (kept?.key === key && described.kind === 'file') return kept.source;
  kept?.source.close();
  kept?.file.close();
  const file = openSource(described);
  kept = { key, file, source: lz4Source(file, index, SEQUENTIAL_CACHE) };
  return kept.source;
}
