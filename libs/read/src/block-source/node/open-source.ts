import type { BlockSource, SourceDescription } from '../block-source.ts';
import { chunkSource } from '../compressed/chunk-source.ts';
import { lz4Source } from '../compressed/lz4-source.ts';
import { xzSource } from '../compressed/xz-source.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { urlSource } from '../url/url-source.ts';
import { reopenVirtualDisk } from '../virtual/open-virtual-disk.ts';
import { openFileSource } from './file/index.ts';

/** Workers read ranges from start to end: the block at hand and the one before. */
const SEQUENTIAL_CACHE = 8 * 1024 * 1024;

type InPlace = Extract<SourceDescription, { readonly kind: 'lz4' | 'xz' | 'virtual' }>;

/** Opens in a worker what another thread described; closing it closes all that was opened. Errors as `openFileSource`. */
export function openSource(description: SourceDescription): BlockSource {
  if (description.kind === 'memory') return memorySource(description.bytes);
  if (description.kind === 'file') return openFileSource(description.path, description.offset, description.length);
  if (description.kind === 'url') return urlSource(description.store, description.offset, description.length);
  const whole = description.kind === 'chunks' ? chunkSource(description.store) : keptSource(description);
  return sliceSource(whole, description.offset, description.length);
}

/**
 * A thread gets many ranges of one disk, and one that is read in place has buffers and tables: the last one stays open for the next range,
 * until another is asked for or the thread ends.
 */
let kept: { readonly key: string; readonly source: BlockSource; readonly file: BlockSource } | undefined;

function keptSource(description: InPlace): BlockSource {
  const key = keyOf(description);
  if (kept?.key === key && description.file.kind !== 'memory') return kept.source;
  kept?.source.close();
  kept?.file.close();
  kept = undefined;
  const file = openSource(description.file);
  try {
    kept = { key, file, source: openInPlace(description, file) };
    return kept.source;
  } catch (error) {
    file.close();
    throw error;
  }
}

function keyOf(description: InPlace): string {
  const { kind, file } = description;
  return JSON.stringify(kind === 'virtual' ? [kind, file, description.format] : [kind, file, description.index.length, description.index.positions.length]);
}

function openInPlace(description: InPlace, file: BlockSource): BlockSource {
  if (description.kind === 'lz4') return lz4Source(file, description.index, SEQUENTIAL_CACHE);
  if (description.kind === 'xz') return xzSource(file, description.index, SEQUENTIAL_CACHE);
  return reopenVirtualDisk(file, description.format, SEQUENTIAL_CACHE);
}
