import type { BlockSource, SourceDescription } from '../block-source.ts';
import { chunkSource } from '../compressed/chunk-source.ts';
import { lz4Source } from '../compressed/lz4-source.ts';
import { memorySource } from '../memory-source.ts';
import { sliceSource } from '../slice-source.ts';
import { openFileSource } from './file-source.ts';

/** Opens in a worker what another thread described; closing it closes all that was opened. Errors as `openFileSource`. */
export function openSource(description: SourceDescription): BlockSource {
  if (description.kind === 'memory') return memorySource(description.bytes);
  if (description.kind === 'file') return openFileSource(description.path, description.offset, description.length);
  if (description.kind === 'chunks') return sliceOf(chunkSource(description.store), description);
  const file = openSource(description.file);
  return sliceOf(lz4Source(file, description.index), description, file);
}

function sliceOf(whole: BlockSource, { offset, length }: { offset: number; length: number }, file?: BlockSource): BlockSource {
  const close = () => {
    whole.close();
    file?.close();
  };
  return { ...sliceSource(whole, offset, length), close };
}
