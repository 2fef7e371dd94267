import { crc32 } from 'node:zlib';
import { type ByteView, UnsupportedError } from '../bytes/index.ts';
import { BRANCH_FILTERS, type BranchFilter, startBranches } from './branch-filter.ts';
import { decodeVli } from './xz-vli.ts';

const DELTA = 0x03;
const LZMA2 = 0x21;
/** Block flags: the number of filters less one, reserved bits, which sizes follow. */
const FILTER_COUNT = 0x03;
const RESERVED = 0x3c;
const COMPRESSED_SIZE = 0x40;
const UNCOMPRESSED_SIZE = 0x80;
/** The largest dictionary code, for 4 GiB - 1. */
const DICTIONARY_CODE_LIMIT = 40;
const SMALLEST_DICTIONARY = 4096;

/**
 * Undoes a filter in place, over a block that comes in pieces. Returns how many bytes are done; the others, four at most, have to come again
 * before those that follow. What is left at a block's end is done as it is.
 */
export type RunningFilter = (bytes: Uint8Array) => number;
/** Starts at the first byte of a block. */
export type XzFilter = () => RunningFilter;

export interface XzBlockHeader {
  readonly length: number;
  readonly compressedSize: number | undefined;
  readonly uncompressedSize: number | undefined;
  readonly dictionarySize: number;
  /** To be applied to what LZMA2 gives, in this order. */
  readonly filters: readonly XzFilter[];
}

/** Decodes the block header at `at` (.xz file format 3.1). An UnsupportedError names a filter that is not read. */
export function decodeXzBlockHeader(stream: ByteView, at: number): XzBlockHeader {
  const length = (stream.u8(at) + 1) * 4;
  const view = stream.view(at, length, 'xz block header');
  const checksum = crc32(view.slice(0, length - 4));
  if (view.u32(length - 4) !== checksum) throw view.error('CRC32', length - 4, view.u32(length - 4), checksum);
  const flags = view.u8(1);
  if ((flags & RESERVED) !== 0) throw unsupported(view, 'block flags', 1, flags);
  const body = view.view(0, length - 4);
  let position = 2;
  const takeVli = (field: string) => {
    const { value, end } = decodeVli(body, position, field);
    position = end;
    return value;
  };
  const compressedSize = flags & COMPRESSED_SIZE ? takeVli('compressed size') : undefined;
  const uncompressedSize = flags & UNCOMPRESSED_SIZE ? takeVli('uncompressed size') : undefined;
  const filters: XzFilter[] = [];
  for (let count = flags & FILTER_COUNT; count > 0; count--) {
    const filter = takeFilter();
    filters.unshift(decodeFilter(filter.id, filter.properties));
  }
  const last = takeFilter();
  for (; position < body.length; position++) if (body.u8(position) !== 0) throw unsupported(body, 'padding', position, body.u8(position));
  return { length, compressedSize, uncompressedSize, dictionarySize: decodeDictionarySize(last.id, last.properties), filters };

  function takeFilter(): { id: number; properties: ByteView } {
    const id = takeVli('filter id');
    const size = takeVli('filter properties size');
    const properties = body.view(position, size);
    position += size;
    return { id, properties };
  }
}

function decodeFilter(id: number, properties: ByteView): XzFilter {
  if (id === DELTA) {
    if (properties.length !== 1) throw properties.error('delta properties size', 0, properties.length, 1);
    const distance = properties.u8(0) + 1;
    return () => startDelta(distance);
  }
  const branch = BRANCH_FILTERS.get(id);
  if (branch === undefined) throw unsupported(properties, 'filter id', 0, id);
  return decodeBranchFilter(branch, properties);
}

function decodeBranchFilter({ alignment, undo }: { alignment: number; undo: BranchFilter }, properties: ByteView): XzFilter {
  if (properties.length !== 0 && properties.length !== 4) throw properties.error('filter properties size', 0, properties.length, '0 or 4');
  const start = properties.length === 4 ? properties.u32(0) : 0;
  if (start % alignment !== 0) throw properties.error('filter start offset', 0, start, `a multiple of ${alignment}`);
  return () => {
    const state = startBranches();
    let position = start;
    return (bytes) => {
      const done = undo(bytes, position, state);
      position += done;
      return done;
    };
  };
}

function decodeDictionarySize(id: number, properties: ByteView): number {
  if (id !== LZMA2) throw unsupported(properties, 'last filter id', 0, id);
  if (properties.length !== 1) throw properties.error('LZMA2 properties size', 0, properties.length, 1);
  const code = properties.u8(0);
  if (code > DICTIONARY_CODE_LIMIT) throw properties.error('dictionary size', 0, code, `at most ${DICTIONARY_CODE_LIMIT}`);
  return code === DICTIONARY_CODE_LIMIT ? 2 ** 32 - 1 : (2 | (code & 1)) * (SMALLEST_DICTIONARY / 2) * 2 ** (code >>> 1);
}

/** Each byte was stored as its difference from the one `distance` before; there are zeros before the first. */
function startDelta(distance: number): RunningFilter {
  const before = new Uint8Array(distance);
  return (bytes) => {
    const first = Math.min(distance, bytes.length);
    for (let at = 0; at < first; at++) bytes[at] = bytes[at]! + before[at]!;
    for (let at = distance; at < bytes.length; at++) bytes[at] = bytes[at]! + bytes[at - distance]!;
    before.copyWithin(0, first);
    before.set(bytes.subarray(bytes.length - first), distance - first);
    return bytes.length;
  };
}

function unsupported(view: ByteView, field: string, at: number, found: number): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found });
}
