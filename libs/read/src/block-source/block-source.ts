import { FormatError } from '../bytes/index.ts';
import type { Bzip2Points } from './compressed/bzip2-points.ts';
import type { ChunkStore } from './compressed/chunk-store.ts';
import type { GzipIndex } from './compressed/gzip-index.ts';
import type { Lz4Index } from './compressed/lz4-index.ts';
import type { XzIndex } from './compressed/xz-index.ts';
import type { XzPoints } from './compressed/xz-points.ts';
import type { ZstdIndex } from './compressed/zstd-index.ts';
import type { UrlStore } from './url/url-store.ts';
import type { VirtualFormat } from './virtual/cluster-source.ts';

/** How a worker can open the same bytes again: plain data, safe to post, and cheap, for what is large in it is shared memory. */
export type SourceDescription =
  | { readonly kind: 'memory'; readonly bytes: Uint8Array }
  /** The others are `length` bytes from `offset`: of a file, */
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly length: number }
  /** of a remote file, */
  | { readonly kind: 'url'; readonly store: UrlStore; readonly offset: number; readonly length: number }
  /** of the disk inside an LZ4 file, */
  | { readonly kind: 'lz4'; readonly file: SourceDescription; readonly index: Lz4Index; readonly offset: number; readonly length: number }
  /** of the disk of `whole` bytes inside an LZ4 file whose blocks depend on one another, */
  | { readonly kind: 'lz4-stream'; readonly file: SourceDescription; readonly whole: number; readonly offset: number; readonly length: number }
  /** of the virtual disk in a file, whose tables are read again, */
  | { readonly kind: 'virtual'; readonly format: VirtualFormat; readonly file: SourceDescription; readonly offset: number; readonly length: number }
  /** of the disk inside an .xz file of several blocks, */
  | { readonly kind: 'xz'; readonly file: SourceDescription; readonly index: XzIndex; readonly offset: number; readonly length: number }
  /** of the disk inside an .xz file that can be entered at some points, */
  | { readonly kind: 'xz-points'; readonly file: SourceDescription; readonly index: XzPoints; readonly offset: number; readonly length: number }
  /** of the disk inside a bzip2 file, */
  | { readonly kind: 'bzip2'; readonly file: SourceDescription; readonly index: Bzip2Points; readonly offset: number; readonly length: number }
  /** of the disk inside a zstd file of several frames, */
  | { readonly kind: 'zstd'; readonly file: SourceDescription; readonly index: ZstdIndex; readonly offset: number; readonly length: number }
  /** of the disk inside a gzip file, */
  | { readonly kind: 'gzip'; readonly file: SourceDescription; readonly index: GzipIndex; readonly offset: number; readonly length: number }
  /** of a disk that was taken into memory. */
  | { readonly kind: 'chunks'; readonly store: ChunkStore; readonly offset: number; readonly length: number };

/** Random-access, read-only bytes. All offsets and lengths are bytes; all reads are whole or throw. */
export interface BlockSource {
  readonly length: number;
  /** Absolute image offset of byte 0, for error messages. */
  readonly origin: number;
  /** Fills `target` from `offset`. */
  readInto(target: Uint8Array, offset: number): void;
  /** Fills the targets one after another from consecutive bytes at `offset`: strided reads without a copy. */
  readVector(targets: readonly Uint8Array[], offset: number): void;
  describe(): SourceDescription;
  close(): void;
}

/** A fresh buffer with `length` bytes from `offset`. Check `length` against a bound first when it comes from the image. */
export function readBytes(source: BlockSource, offset: number, length: number): Uint8Array {
  checkRange(source, offset, length);
  const target = new Uint8Array(length);
  source.readInto(target, offset);
  return target;
}

/** Throws a FormatError when `length` bytes at `offset` are not inside the source. */
export function checkRange(source: Pick<BlockSource, 'length' | 'origin'>, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= source.length) return;
  throw new FormatError({
    structure: 'image',
    offset: source.origin + offset,
    message: `${length} bytes wanted, but the readable range ends at byte ${source.origin + source.length}`,
  });
}
