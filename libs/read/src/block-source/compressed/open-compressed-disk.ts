import { inflateBzip2Pieces } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { chunkSource } from './chunk-source.ts';
import { ChunkStoreBuilder } from './chunk-store.ts';
import { readAhead } from './container-view.ts';
import { inflateGzipPieces } from './gzip-pieces.ts';
import { indexLz4Blocks } from './lz4-index.ts';
import { inflateLz4Pieces } from './lz4-pieces.ts';
import { lz4Source } from './lz4-source.ts';
import { indexXzBlocks } from './xz-index.ts';
import { inflateXzPieces } from './xz-pieces.ts';
import { xzSource } from './xz-source.ts';
import { indexZstdFrames } from './zstd-index.ts';
import { inflateZstdPieces } from './zstd-pieces.ts';
import { zstdSource } from './zstd-source.ts';

export type DiskCompression = 'lz4' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** What `xz -6 -T` makes is read in place; larger blocks take longer to read again than one pass takes. */
const XZ_BLOCK_LIMIT = 32 * 1024 * 1024;

/**
 * The disk inside a compressed file. LZ4 is read in place, and so are xz and zstd in several blocks or frames of up to 32 MiB; gzip, bzip2, other xz and zstd, and LZ4 with dependent
 * blocks are inflated once, into memory, where what is not zero is kept compressed (a LimitError when that is more than 1 GiB). Closing it leaves `file` open.
 */
export async function openCompressedDisk(file: BlockSource, compression: DiskCompression): Promise<BlockSource> {
  if (compression === 'gzip') return takeIntoMemory('gzip file', inflateGzipPieces(file));
  if (compression === 'zstd') return openZstd(file);
  if (compression === 'xz') return openXz(file);
  if (compression === 'bzip2') return takeIntoMemory('bzip2 file', inflateBzip2Pieces(readAhead(file, 'bzip2 stream', 0)));
  const index = indexLz4Blocks(file);
  return index === undefined ? takeIntoMemory('LZ4 file', inflateLz4Pieces(file)) : lz4Source(file, index);
}

async function openXz(file: BlockSource): Promise<BlockSource> {
  const index = indexXzBlocks(file);
  const inPlace = index.positions.length > 1 && index.blockMaxSize <= XZ_BLOCK_LIMIT;
  return inPlace ? xzSource(file, index) : takeIntoMemory('xz file', inflateXzPieces(file, index));
}

async function openZstd(file: BlockSource): Promise<BlockSource> {
  const index = indexZstdFrames(file);
  return index === undefined ? takeIntoMemory('zstd file', inflateZstdPieces(file)) : zstdSource(file, index);
}

async function takeIntoMemory(structure: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<BlockSource> {
  const store = new ChunkStoreBuilder(structure);
  for await (const piece of pieces) store.append(piece);
  return chunkSource(store.finish());
}
