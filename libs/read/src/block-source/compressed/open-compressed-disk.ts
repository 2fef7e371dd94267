import { inflateBzip2Pieces, inflatesZstdInPieces } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { chunkSource } from './chunk-source.ts';
import { ChunkStoreBuilder } from './chunk-store.ts';
import { readAhead } from './container-view.ts';
import { inflateGzipPieces } from './gzip-pieces.ts';
import { indexLz4Blocks } from './lz4-index.ts';
import { inflateLz4Pieces } from './lz4-pieces.ts';
import { lz4Source } from './lz4-source.ts';
import { lz4StreamSource } from './lz4-stream-source.ts';
import { indexXzBlocks } from './xz-index.ts';
import { inflateXzPieces } from './xz-pieces.ts';
import { xzSource } from './xz-source.ts';
import { indexOfInflatedFrames, indexZstdFrames, type PlacedFrame } from './zstd-index.ts';
import { inflateZstdPieces } from './zstd-pieces.ts';
import { zstdSource } from './zstd-source.ts';

export type DiskCompression = 'lz4' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** What `xz -6 -T` makes is read in place; larger blocks take longer to read again than one pass takes. */
const XZ_BLOCK_LIMIT = 32 * 1024 * 1024;

/** A disk that takes no more memory than this is kept there: to inflate it again costs more. */
const SMALL_DISK = 32 * 1024 * 1024;

/** A file that is inflated once, from its start to its end, before anything is read. */
interface OnePass {
  readonly structure: string;
  pieces(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The disk of `length` bytes in place, by what the pass found; undefined where it can only be kept. */
  inPlace?(length: number): BlockSource | undefined;
}

/**
 * The disk inside a compressed file. LZ4 is read in place, and so are xz and zstd in several blocks or frames of up to 32 MiB. All others are inflated once, which verifies them: a disk
 * that compresses to at most 32 MiB is kept in memory, a larger one is read in place, from where its stream can be entered. Where it cannot, all of it is kept
 * (a LimitError when that is more than 1 GiB). `smallDisk` is that size. Closing it leaves `file` open.
 */
export async function openCompressedDisk(file: BlockSource, compression: DiskCompression, smallDisk = SMALL_DISK): Promise<BlockSource> {
  const opened = open(file, compression);
  return 'pieces' in opened ? openInOnePass(opened, smallDisk) : opened;
}

function open(file: BlockSource, compression: DiskCompression): BlockSource | OnePass {
  if (compression === 'gzip') return { structure: 'gzip file', pieces: () => inflateGzipPieces(file) };
  if (compression === 'zstd') return openZstd(file);
  if (compression === 'xz') return openXz(file);
  if (compression === 'bzip2') return { structure: 'bzip2 file', pieces: () => inflateBzip2Pieces(readAhead(file, 'bzip2 stream', 0)) };
  return openLz4(file);
}

function openLz4(file: BlockSource): BlockSource | OnePass {
  const index = indexLz4Blocks(file);
  if (index !== undefined) return lz4Source(file, index);
  return { structure: 'LZ4 file', pieces: () => inflateLz4Pieces(file), inPlace: (length) => lz4StreamSource(file, length) };
}

function openXz(file: BlockSource): BlockSource | OnePass {
  const index = indexXzBlocks(file);
  const inPlace = index.positions.length > 1 && index.blockMaxSize <= XZ_BLOCK_LIMIT;
  return inPlace ? xzSource(file, index) : { structure: 'xz file', pieces: () => inflateXzPieces(file, index) };
}

function openZstd(file: BlockSource): BlockSource | OnePass {
  const index = indexZstdFrames(file);
  if (index !== undefined) return zstdSource(file, index);
  const frames: PlacedFrame[] = [];
  return {
    structure: 'zstd file',
    pieces: () => inflateZstdPieces(file, (frame) => frames.push(frame)),
    inPlace: () => (inflatesZstdInPieces() ? zstdSource(file, indexOfInflatedFrames(frames)) : undefined),
  };
}

async function openInOnePass(pass: OnePass, smallDisk: number): Promise<BlockSource> {
  const builder = new ChunkStoreBuilder(pass.structure, { keptLimit: smallDisk, orNothing: true });
  let length = 0;
  for await (const piece of pass.pieces()) {
    builder.append(piece);
    length += piece.length;
  }
  const small = builder.finish();
  return small === undefined ? (pass.inPlace?.(length) ?? takeIntoMemory(pass)) : chunkSource(small);
}

async function takeIntoMemory({ structure, pieces }: OnePass): Promise<BlockSource> {
  const builder = new ChunkStoreBuilder(structure);
  for await (const piece of pieces()) builder.append(piece);
  return chunkSource(builder.finish()!);
}
