import { inflateZstdInto } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { BlockCache, CACHE_BYTES } from './block-cache.ts';
import { blockWiseSource } from './block-wise-source.ts';
import { CHUNK_LENGTH, type ChunkStore, SEGMENT_LENGTH, ZERO_CHUNK } from './chunk-store.ts';

const ZEROS = new Uint8Array(CHUNK_LENGTH);

/** A disk that was taken into memory. */
export function chunkSource(store: ChunkStore, cacheBytes = CACHE_BYTES): BlockSource {
  const cache = new BlockCache(CHUNK_LENGTH, cacheBytes);
  const start = (chunk: number) => Math.min(chunk * CHUNK_LENGTH, store.length);
  return blockWiseSource({
    length: store.length,
    find: (offset) => Math.floor(offset / CHUNK_LENGTH),
    start,
    read(chunk) {
      if (store.places[chunk] === ZERO_CHUNK) return ZEROS;
      return cache.get(chunk, (target) => inflateChunk(store, chunk, target.subarray(0, start(chunk + 1) - start(chunk))));
    },
    readInto(chunk, target) {
      if (store.places[chunk] === ZERO_CHUNK) target.fill(0);
      else inflateChunk(store, chunk, target);
      return true;
    },
    describe: () => ({ kind: 'chunks', store, offset: 0, length: store.length }),
    close: () => cache.clear(),
  });
}

function inflateChunk(store: ChunkStore, chunk: number, target: Uint8Array): void {
  const place = store.places[chunk]!;
  const kept = new Uint8Array(store.segments[Math.floor(place / SEGMENT_LENGTH)]!, place % SEGMENT_LENGTH, store.sizes[chunk]!);
  if (kept.length === target.length) target.set(kept);
  else inflateZstdInto(kept, target, { origin: 0, limit: target.length });
}
