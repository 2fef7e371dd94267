import { type ByteView, decodeFileName, FormatError, LimitError, UnsupportedError } from '../../../bytes/index.ts';
import type { BlockSource } from '../../block-source.ts';
import { viewContainer } from '../../compressed/container-view.ts';
import { be32, safeBe64 } from '../big-endian.ts';

const STRUCTURE = 'qcow2 header';
const V3_LENGTH = 104;
/** With the compression type. */
const FULL_LENGTH = 112;
const MIN_CLUSTER_BITS = 9;
const MAX_CLUSTER_BITS = 21;
const SECTOR = 512;
/** 32 MiB, as qemu. */
const MAX_L1_ENTRIES = 2 ** 22;
/** 8 MiB, as qemu. */
const MAX_REFCOUNT_TABLE = 2 ** 23;
const MAX_REFCOUNT_ORDER = 6;
const MAX_BACKING_NAME = 1023;
/** Bits of `incompatible_features`. */
const DIRTY = 1;
const CORRUPT = 2;
const EXTERNAL_DATA = 4;
const COMPRESSION_TYPE = 8;
const EXTENDED_L2 = 16;
const COMPRESSIONS = ['deflate', 'zstd'] as const;
const ENCRYPTIONS: Readonly<Record<number, string>> = { 1: 'AES', 2: 'LUKS' };

/** docs/interop/qcow2.txt of qemu, "Header". Offsets and lengths are bytes of the file. */
export interface Qcow2Header {
  readonly version: 2 | 3;
  readonly clusterBits: number;
  /** Of the disk. */
  readonly size: number;
  readonly l1Offset: number;
  /** Those of the disk come first; behind them saved states may have more. */
  readonly l1Entries: number;
  readonly refcountTableOffset: number;
  readonly refcountTableLength: number;
  readonly compression: (typeof COMPRESSIONS)[number];
  /** It was not closed: reference counts may be wrong, which readers do not use. */
  readonly dirty: boolean;
}

/**
 * Decodes and checks the header. An UnsupportedError names what would need more than this file: a backing file, a data file, a key,
 * subclusters. A FormatError tells that it was marked corrupt.
 */
export function readQcow2Header(file: BlockSource): Qcow2Header {
  const view = viewContainer(file, STRUCTURE, 0, FULL_LENGTH, true);
  const version = be32(view, 4);
  if (version !== 2 && version !== 3) throw unsupported(view, 'version', 4, version, '2 or 3');
  refuseBackingFile(view, file);
  const clusterBits = be32(view, 20);
  if (clusterBits < MIN_CLUSTER_BITS || clusterBits > MAX_CLUSTER_BITS) throw view.error('cluster_bits', 20, clusterBits, '9 to 21');
  refuseEncryption(view);
  const size = safeBe64(view, 24, 'size');
  if (size % SECTOR !== 0) throw view.error('size', 24, size, `a multiple of ${SECTOR}`);
  const features = version === 3 ? readFeatures(view, clusterBits) : 0;
  const compression = version === 3 ? readCompression(view, features) : 'deflate';
  return {
    version,
    clusterBits,
    size,
    compression,
    dirty: (features & DIRTY) !== 0,
    ...readL1Place(view, clusterBits, file),
    ...readRefcounts(view, clusterBits, file),
  };
}

function refuseBackingFile(view: ByteView, file: BlockSource): void {
  const offset = safeBe64(view, 8, 'backing_file_offset');
  if (offset === 0) return;
  const length = be32(view, 16);
  if (length > MAX_BACKING_NAME) throw view.error('backing_file_size', 16, length, `at most ${MAX_BACKING_NAME}`);
  const name = viewContainer(file, 'qcow2 backing file name', offset, length);
  throw new UnsupportedError({
    structure: STRUCTURE,
    field: 'backing_file_offset',
    offset: view.offset + 8,
    message: `this disk holds only what differs from its backing file ${JSON.stringify(decodeFileName(name.bytes))}, which is not opened; make one disk of them with 'qemu-img convert -O qcow2'`,
  });
}

function refuseEncryption(view: ByteView): void {
  const method = be32(view, 32);
  if (method === 0) return;
  const name = ENCRYPTIONS[method];
  if (name === undefined) throw view.error('crypt_method', 32, method, '0 (none)');
  throw unsupported(view, 'crypt_method', 32, `${method} (${name})`, '0: a disk that is not encrypted');
}

function readFeatures(view: ByteView, clusterBits: number): number {
  const headerLength = be32(view, 100);
  if (headerLength < V3_LENGTH || headerLength > 2 ** clusterBits) throw view.error('header_length', 100, headerLength, `${V3_LENGTH} to a cluster`);
  const high = be32(view, 72);
  const features = be32(view, 76);
  if ((features & CORRUPT) !== 0) {
    const message = "the disk is marked corrupt; 'qemu-img check -r all' on a copy may repair it";
    throw new FormatError({ structure: STRUCTURE, field: 'incompatible_features', offset: view.offset + 72, message });
  }
  if ((features & EXTERNAL_DATA) !== 0) throw unsupported(view, 'incompatible_features', 72, 'bit 2 (the data lies in another file)');
  if ((features & EXTENDED_L2) !== 0) throw unsupported(view, 'incompatible_features', 72, 'bit 4 (extended L2 entries: subclusters)');
  const unknown = features & ~(DIRTY | COMPRESSION_TYPE);
  if (high !== 0 || unknown !== 0) throw unsupported(view, 'incompatible_features', 72, `0x${(high * 2 ** 32 + (unknown >>> 0)).toString(16)}`, 'bits 0 to 4');
  return features;
}

function readCompression(view: ByteView, features: number): Qcow2Header['compression'] {
  const type = be32(view, 100) > V3_LENGTH ? view.u8(104) : 0;
  if (((features & COMPRESSION_TYPE) !== 0) !== (type !== 0)) throw view.error('compression_type', 104, type, 'another than 0 where feature bit 3 is set');
  const name = COMPRESSIONS[type];
  if (name === undefined) throw unsupported(view, 'compression_type', 104, type, '0 (deflate) or 1 (zstd)');
  return name;
}

function readL1Place(view: ByteView, clusterBits: number, file: BlockSource) {
  const l1Entries = be32(view, 36);
  if (l1Entries > MAX_L1_ENTRIES) {
    throw new LimitError({ structure: STRUCTURE, field: 'l1_size', offset: view.offset + 36, found: l1Entries, expected: `at most ${MAX_L1_ENTRIES}` });
  }
  const l1Offset = readTableOffset(view, 40, 'l1_table_offset', clusterBits, l1Entries * 8, file);
  return { l1Entries, l1Offset };
}

function readRefcounts(view: ByteView, clusterBits: number, file: BlockSource) {
  const refcountTableLength = be32(view, 56) * 2 ** clusterBits;
  if (refcountTableLength === 0 || refcountTableLength > MAX_REFCOUNT_TABLE) {
    throw view.error('refcount_table_clusters', 56, be32(view, 56), `1 to ${MAX_REFCOUNT_TABLE / 2 ** clusterBits}`);
  }
  const order = be32(view, 4) === 3 ? be32(view, 96) : 0;
  if (order > MAX_REFCOUNT_ORDER) throw view.error('refcount_order', 96, order, `at most ${MAX_REFCOUNT_ORDER}`);
  const refcountTableOffset = readTableOffset(view, 48, 'refcount_table_offset', clusterBits, refcountTableLength, file);
  return { refcountTableOffset, refcountTableLength };
}

/** A table begins with a cluster, behind the header, and lies in the file. */
function readTableOffset(view: ByteView, at: number, field: string, clusterBits: number, length: number, file: BlockSource): number {
  const offset = safeBe64(view, at, field);
  if (length === 0 && offset === 0) return offset;
  if (offset === 0 || offset % 2 ** clusterBits !== 0) throw view.error(field, at, offset, `a multiple of ${2 ** clusterBits} behind the header`);
  if (offset + length > file.length) throw view.error(field, at, offset, `${length} bytes inside the file's ${file.length}`);
  return offset;
}

function unsupported(view: ByteView, field: string, at: number, found: number | string, expected?: string): UnsupportedError {
  return new UnsupportedError({ structure: STRUCTURE, field, offset: view.offset + at, found, ...(expected === undefined ? {} : { expected }) });
}
