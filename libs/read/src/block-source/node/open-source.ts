import type { BlockSource, SourceDescription } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openFileSource } from './file-source.ts';

/** Opens in a worker what another thread described. Errors as `openFileSource`. */
export function openSource(description: SourceDescription): BlockSource {
  if (description.kind === 'memory') return memorySource(description.bytes);
  return openFileSource(description.path, description.offset, description.length);
}
