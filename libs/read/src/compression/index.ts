export { type Bzip2Entry, type Bzip2Watcher, inflateBzip2Pieces } from './bzip2-pieces.ts';
export { ZstdCompressor } from './compress-zstd.ts';
export { prefixDeflate, storeDeflate } from './deflate-prefix.ts';
export { type Compression, detectCompression } from './detect-compression.ts';
export { inflateGzip } from './gzip.ts';
export { checkGzipTrailer, decodeGzipHeader, GZIP_HEADER_LIMIT, GZIP_TRAILER_LENGTH, isGzipMember } from './gzip-member.ts';
export { toInflateError } from './inflate-error.ts';
export { type InflateInto, inflateAndMove, inflateDeflateInto, inflateZlibInto, inflateZstdInto } from './inflate-into.ts';
export type { Inflated, InflateOptions } from './inflate-options.ts';
export { InflatedCache } from './inflated-cache.ts';
export { inflateLz4Block, type Lz4BlockOptions } from './lz4-block.ts';
export { inflateLz4Frame } from './lz4-frame.ts';
export {
  decodeLz4FrameHeader,
  isSkippableMagic,
  LZ4_HEADER_LIMIT,
  LZ4_LEGACY_MAGIC,
  LZ4_MAGIC,
  LZ4_STORED,
  type Lz4FrameHeader,
} from './lz4-frame-header.ts';
export { inflateLz4Legacy, LZ4_LEGACY_BLOCK, LZ4_LEGACY_BOUND } from './lz4-legacy.ts';
export type { Lzma2Border, Lzma2Entry, Lzma2Watcher } from './lzma2-pieces.ts';
export { giveMemoryBack, takeMemory, takeSharedMemory } from './mapped-memory.ts';
export { measureLz4Block } from './measure-lz4-block.ts';
export { inflateMicroLzma } from './micro-lzma.ts';
export { dropWindow, shareWindow } from './packed-window.ts';
export { RawInflater, type Written } from './raw-inflater.ts';
export { Xxh32, xxh32 } from './xxh32.ts';
export { inflateXz } from './xz.ts';
export { inflateXzBlockPieces, inflateXzBlockSpan, readXzWindowSize, type XzBlock, type XzBlockSpan, type XzBlockWatcher } from './xz-block-pieces.ts';
export { findXzCheck, type XzCheck } from './xz-check.ts';
export { checkXzFooter, decodeXzFooter, decodeXzHeader, decodeXzIndex, XZ_HEADER_LENGTH, type XzRecord } from './xz-stream-parts.ts';
export { checkContentSize, inflateZstd } from './zstd.ts';
export { isZstdFrame, readZstdHeader, type ViewReader, walkZstdFrame, type ZstdFrame } from './zstd-frame.ts';
export { inflatesZstdInPieces, inflateZstdFramePieces } from './zstd-frame-pieces.ts';
