import { setImmediate } from 'node:timers/promises';
import { inflatesZstdInPieces } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { indexBzip2Points } from './bzip2-points.ts';
import { bzip2Source } from './bzip2-source.ts';
import { chunkSource } from './chunk-source.ts';
import { type ChunkStore, ChunkStoreBuilder } from './chunk-store.ts';
import type { GzipIndex } from './gzip-index.ts';
import { inflateGzipPieces } from './gzip-pieces.ts';
import { gzipSource } from './gzip-source.ts';
import { indexGzip } from './index-gzip.ts';
import { indexLz4Blocks } from './lz4-index.ts';
import { inflateLz4Pieces } from './lz4-pieces.ts';
import { lz4Source } from './lz4-source.ts';
import { lz4StreamSource } from './lz4-stream-source.ts';
import { indexXzBlocks } from './xz-index.ts';
import { indexXzPoints } from './xz-pieces.ts';
import { xzPointSource, xzSource } from './xz-source.ts';
import { indexOfInflatedFrames, indexZstdFrames, type PlacedFrame } from './zstd-index.ts';
import { inflateZstdPieces } from './zstd-pieces.ts';
import { zstdSource } from './zstd-source.ts';

export type DiskCompression = 'lz4' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** What `xz -6 -T` makes is read in place; larger blocks take longer to read again than one pass takes. */
const XZ_BLOCK_LIMIT = 32 * 1024 * 1024;
/** Bytes inflated at a stretch. */
const BREATH = 4 * 1024 * 1024;
/** A disk that takes no more memory than this is kept there: to inflate it again costs more. */
const SMALL_DISK = 16 * 1024 * 1024;

type Pieces<T> = Generator<Uint8Array, T, undefined> | AsyncGenerator<Uint8Array, T, undefined>;

/** A file that is inflated once, from its start to its end, before anything is read. */
interface OnePass<T = unknown> {
  readonly structure: string;
  /** They verify all that there is to verify, and return what `inPlace` needs. */
  pieces(): Pieces<T>;
  /** The disk of `length` bytes in place; undefined where it can only be kept. */
  inPlace(found: T, length: number): BlockSource | undefined;
}

/**
 * The disk inside a compressed file. LZ4 is read in place, and so are xz and zstd in several blocks or frames of up to 32 MiB. All others are inflated once, which verifies them: a disk
 * that compresses to at most 16 MiB is kept in memory, a larger one is read in place, from where its stream can be entered. Where it cannot, all of it is kept
 * (a LimitError when that is more than 1 GiB). `smallDisk` is that size. Closing it leaves `file` open.
 */
export async function openCompressedDisk(file: BlockSource, compression: DiskCompression, smallDisk = SMALL_DISK): Promise<BlockSource> {
  return OPENERS[compression](file, smallDisk);
}

type Opener = (file: BlockSource, smallDisk: number) => BlockSource | Promise<BlockSource>;

const OPENERS: Readonly<Record<DiskCompression, Opener>> = { lz4: openLz4, gzip: openGzip, zstd: openZstd, xz: openXz, bzip2: openBzip2 };

function openLz4(file: BlockSource, smallDisk: number): BlockSource | Promise<BlockSource> {
  const index = indexLz4Blocks(file);
  if (index !== undefined) return lz4Source(file, index);
  const inPlace = (_: unknown, length: number) => lz4StreamSource(file, length);
  return openInOnePass({ structure: 'LZ4 file', pieces: () => inflateLz4Pieces(file), inPlace }, smallDisk);
}

function openGzip(file: BlockSource, smallDisk: number): Promise<BlockSource> {
  const pieces = (): Pieces<GzipIndex | undefined> => indexGzip(file) ?? inflateGzipPieces(file);
  return openInOnePass({ structure: 'gzip file', pieces, inPlace: (index) => (index === undefined ? undefined : gzipSource(file, index)) }, smallDisk);
}

function openZstd(file: BlockSource, smallDisk: number): BlockSource | Promise<BlockSource> {
  const index = indexZstdFrames(file);
  if (index !== undefined) return zstdSource(file, index);
  const inPlace = (frames: readonly PlacedFrame[]) => (inflatesZstdInPieces() ? zstdSource(file, indexOfInflatedFrames(frames)) : undefined);
  return openInOnePass({ structure: 'zstd file', pieces: () => inflateZstdPieces(file), inPlace }, smallDisk);
}

function openXz(file: BlockSource, smallDisk: number): BlockSource | Promise<BlockSource> {
  const index = indexXzBlocks(file);
  if (index.positions.length > 1 && index.blockMaxSize <= XZ_BLOCK_LIMIT) return xzSource(file, index);
  return openInOnePass({ structure: 'xz file', pieces: () => indexXzPoints(file, index), inPlace: (points) => xzPointSource(file, points) }, smallDisk);
}

function openBzip2(file: BlockSource, smallDisk: number): Promise<BlockSource> {
  return openInOnePass({ structure: 'bzip2 file', pieces: () => indexBzip2Points(file), inPlace: (points) => bzip2Source(file, points) }, smallDisk);
}

async function openInOnePass<T>({ structure, pieces, inPlace }: OnePass<T>, smallDisk: number): Promise<BlockSource> {
  const { store, found, length } = await keepPieces(pieces(), new ChunkStoreBuilder(structure, { keptLimit: smallDisk, orNothing: true }));
  if (store !== undefined) return chunkSource(store);
  const source = inPlace(found, length);
  return source ?? chunkSource((await keepPieces(pieces(), new ChunkStoreBuilder(structure))).store!);
}

interface Kept<T> {
  readonly store: ChunkStore | undefined;
  readonly found: T;
  readonly length: number;
}

/** Decoder and compressor give their memory back, also where an error ends it. */
async function keepPieces<T>(pieces: Pieces<T>, builder: ChunkStoreBuilder): Promise<Kept<T>> {
  try {
    return { ...(await appendAll(pieces, builder)), store: builder.finish() };
  } finally {
    builder.close();
    await pieces.return(undefined as T);
  }
}

/** Others get the thread now and then: an interrupt, what is shown of progress. */
async function appendAll<T>(pieces: Pieces<T>, builder: ChunkStoreBuilder): Promise<{ found: T; length: number }> {
  let length = 0;
  let rest = BREATH;
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done === true) return { found: next.value, length };
    builder.append(next.value);
    length += next.value.length;
    rest -= next.value.length;
    if (rest > 0) continue;
    rest = BREATH;
    await setImmediate();
  }
}
