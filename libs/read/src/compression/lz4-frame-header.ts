import { type ByteView, UnsupportedError } from '../bytes/index.ts';
import { xxh32 } from './xxh32.ts';

export const LZ4_MAGIC = 0x184d2204;
export const LZ4_LEGACY_MAGIC = 0x184c2102;
/** The longest frame header: magic, FLG, BD, content size, dictionary id, header checksum. */
export const LZ4_HEADER_LIMIT = 4 + 1 + 1 + 8 + 4 + 1;
/** Of a block's size word: the block is stored, not compressed. */
export const LZ4_STORED = 0x80000000;

/** What a frame's header says about its blocks (lz4_Frame_format.md 1.6.4). All sizes are bytes. */
export interface Lz4FrameHeader {
  /** From the magic to the header checksum, inclusive. */
  readonly length: number;
  readonly independentBlocks: boolean;
  readonly blockChecksums: boolean;
  readonly contentChecksum: boolean;
  /** Undefined when the header does not tell. */
  readonly contentSize: number | undefined;
  readonly blockMaxSize: number;
}

/** FLG, bit by bit. */
const VERSION_SHIFT = 6;
const VERSION = 1;
const INDEPENDENT = 0x20;
const BLOCK_CHECKSUMS = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const FLG_RESERVED = 0x02;
const DICTIONARY_ID = 0x01;
/** BD: the block maximum size in bits 4 to 6, 64 KiB shifted by two for each step from 4. */
const BD_RESERVED = 0x8f;
const SMALLEST_SIZE_CODE = 4;

/** Decodes the header at the start of `view`, magic included. */
export function decodeLz4FrameHeader(view: ByteView): Lz4FrameHeader {
  if (view.u32(0) !== LZ4_MAGIC) throw view.error('magic', 0, view.u32(0), LZ4_MAGIC);
  const flags = view.u8(4);
  if (flags >>> VERSION_SHIFT !== VERSION) throw view.error('FLG version', 4, flags >>> VERSION_SHIFT, VERSION);
  if ((flags & FLG_RESERVED) !== 0) throw view.error('FLG reserved bit', 4, 1, 0);
  let at = 6;
  const contentSize = flags & CONTENT_SIZE ? view.safeU64(at, 'content size') : undefined;
  if (contentSize !== undefined) at += 8;
  const dictionary = flags & DICTIONARY_ID ? view.u32(at) : undefined;
  if (dictionary !== undefined) at += 4;
  const checksum = (xxh32(view.slice(4, at - 4)) >>> 8) & 0xff;
  if (view.u8(at) !== checksum) throw view.error('header checksum', at, view.u8(at), checksum);
  if (dictionary !== undefined) {
    throw new UnsupportedError({ structure: view.structure, field: 'dictionary id', offset: view.offset + at - 4, found: dictionary });
  }
  return {
    length: at + 1,
    independentBlocks: (flags & INDEPENDENT) !== 0,
    blockChecksums: (flags & BLOCK_CHECKSUMS) !== 0,
    contentChecksum: (flags & CONTENT_CHECKSUM) !== 0,
    contentSize,
    blockMaxSize: decodeBlockMaxSize(view),
  };
}

function decodeBlockMaxSize(view: ByteView): number {
  const descriptor = view.u8(5);
  if ((descriptor & BD_RESERVED) !== 0) throw view.error('BD reserved bits', 5, descriptor & BD_RESERVED, 0);
  const code = descriptor >>> 4;
  if (code < SMALLEST_SIZE_CODE) throw view.error('block maximum size', 5, code, '4 to 7');
  return 0x10000 << (2 * (code - SMALLEST_SIZE_CODE));
}

/** 0x184D2A50 to 0x184D2A5F: a frame of other people's data, its size in the next word. Zstandard has the same. */
export function isSkippableMagic(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}
