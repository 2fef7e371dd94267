import { zstdCompressSync } from 'node:zlib';
import type { ReadErrorKind } from '@staticfire/read/bytes';
import { type BadDisk, noise } from './bad-disk.ts';
import { QCOW2_PARTS, type Qcow2Recipe, qcow2File } from './qcow2-file.ts';

const SIZE = 512;
const L1 = QCOW2_PARTS.l1 * SIZE;
const L2 = QCOW2_PARTS.l2 * SIZE;
const FEATURES = 72;
const COPIED = 1n << 63n;

/** 8 clusters of 512 bytes: two that are plain, one compressed, one zero by flag, the others not there. */
export const GOOD_QCOW2: Qcow2Recipe = {
  clusters: { 0: noise(SIZE, 1), 1: noise(SIZE, 2), 3: { deflate: Buffer.alloc(SIZE, 'unit ') }, 5: 'zero' },
};

export const BAD_QCOW2: readonly BadDisk[] = [
  bad('version 4', 'unsupported', /version at byte 4: found 4, expected 2 or 3/, (file) => file.writeUInt32BE(4, 4)),
  bad('clusters of 256 bytes', 'format', /cluster_bits at byte 20: found 8/, (file) => file.writeUInt32BE(8, 20)),
  bad('clusters of 4 MiB', 'format', /cluster_bits at byte 20: found 22/, (file) => file.writeUInt32BE(22, 20)),
  bad('encrypted, AES', 'unsupported', /crypt_method at byte 32: found 1 \(AES\)/, (file) => file.writeUInt32BE(1, 32)),
  bad('encrypted, LUKS', 'unsupported', /crypt_method at byte 32: found 2 \(LUKS\)/, (file) => file.writeUInt32BE(2, 32)),
  bad('another encryption', 'format', /crypt_method at byte 32: found 3/, (file) => file.writeUInt32BE(3, 32)),
  bad('size of no sectors', 'format', /size at byte 24: found 4097, expected a multiple of 512/, (file) => file.writeBigUInt64BE(4097n, 24), true),
  bad('size beyond 2^53', 'format', /size at byte 24/, (file) => file.writeBigUInt64BE(1n << 60n, 24)),
  bad('size beyond the L1 table', 'format', /l1_size at byte 36: found 1, expected at least 2/, (file) => file.writeBigUInt64BE(33280n, 24)),
  bad('a huge L1 table', 'limit', /l1_size at byte 36: found 4294967295/, (file) => file.writeUInt32BE(0xffffffff, 36)),
  bad(
    'an L1 table that the file is too short for',
    'format',
    /l1_table_offset at byte 40: found 1536, expected 8192 bytes inside/,
    (file) => file.writeUInt32BE(1024, 36),
    true,
  ),
  bad('an L1 table between clusters', 'format', /l1_table_offset at byte 40: found 1544, expected a multiple of 512/, (file) =>
    file.writeBigUInt64BE(BigInt(L1 + 8), 40),
  ),
  bad('an L1 table over the header', 'format', /l1_table_offset at byte 40: found 0/, (file) => file.writeBigUInt64BE(0n, 40), true),
  bad('no refcount table', 'format', /refcount_table_clusters at byte 56: found 0/, (file) => file.writeUInt32BE(0, 56)),
  bad('a huge refcount table', 'format', /refcount_table_clusters at byte 56: found 4294967295/, (file) => file.writeUInt32BE(0xffffffff, 56)),
  bad('a refcount table between clusters', 'format', /refcount_table_offset at byte 48: found 520/, (file) => file.writeBigUInt64BE(520n, 48)),
  bad('a refcount table behind the file', 'format', /refcount_table_offset at byte 48: found 1048576/, (file) => file.writeBigUInt64BE(1n << 20n, 48), true),
  bad('refcounts of 128 bits', 'format', /refcount_order at byte 96: found 7/, (file) => file.writeUInt32BE(7, 96)),
  bad('a header shorter than version 3 has', 'format', /header_length at byte 100: found 72/, (file) => file.writeUInt32BE(72, 100)),
  bad('a header longer than a cluster', 'format', /header_length at byte 100: found 520/, (file) => file.writeUInt32BE(520, 100)),
  bad('marked corrupt', 'format', /incompatible_features at byte 72: the disk is marked corrupt/, (file) => file.writeUInt32BE(2, FEATURES + 4), true),
  bad('its data in another file', 'unsupported', /bit 2 \(the data lies in another file\)/, (file) => file.writeUInt32BE(4, FEATURES + 4)),
  bad('subclusters', 'unsupported', /bit 4 \(extended L2 entries: subclusters\)/, (file) => file.writeUInt32BE(16, FEATURES + 4)),
  bad('an unknown feature', 'unsupported', /incompatible_features at byte 72: found 0x8000000000000000/, (file) => file.writeUInt32BE(0x80000000, FEATURES)),
  bad('an unknown feature beside a known one', 'unsupported', /incompatible_features at byte 72: found 0x20,/, (file) => file.writeUInt32BE(33, FEATURES + 4)),
  bad('a compression type without its feature', 'format', /compression_type at byte 104: found 1/, compressionType(1, 0)),
  bad('a feature without its compression type', 'format', /compression_type at byte 104: found 0/, compressionType(0, 8)),
  bad('an unknown compression type', 'unsupported', /compression_type at byte 104: found 2/, compressionType(2, 8)),
  bad('zstd said, deflate there', 'format', /qcow2 compressed cluster, magic at byte 3584/, compressionType(1, 8)),
  bad(
    'a backing file elsewhere',
    'unsupported',
    /backing file "\.\.\/\.\.\/etc\/shadow\\u001b\[2J", which is not opened; .*qemu-img convert/,
    backingFile('../../etc/shadow\x1b[2J'),
  ),
  bad('a backing file without a name that fits', 'format', /backing_file_size at byte 16: found 5000/, (file) => {
    file.writeBigUInt64BE(256n, 8);
    file.writeUInt32BE(5000, 16);
  }),
  bad('a backing file name behind the file', 'format', /qcow2 backing file name at byte 65536/, (file) => {
    file.writeBigUInt64BE(65536n, 8);
    file.writeUInt32BE(9, 16);
  }),
  bad(
    'an L2 table over the header by a reserved bit',
    'format',
    /L1 table, entry 0 at byte 1536: found 0x8000000000000801/,
    (file) => file.writeUInt8(1, L1 + 7),
    true,
  ),
  bad('an L2 table between clusters', 'format', /L1 table, entry 0 at byte 1536: found 0x8000000000000804/, l1(COPIED | 0x804n), true),
  bad(
    'an L2 table that is the L1 table',
    'format',
    /L1 table, entry 0 at byte 1536: found 1536, expected a table that is not the L1 table/,
    l1(COPIED | BigInt(L1)),
    true,
  ),
  bad(
    'an L2 table that is the refcount table',
    'format',
    /entry 0 at byte 1536: found 512, expected a table that is not the refcount table/,
    l1(COPIED | 512n),
    true,
  ),
  bad('an L2 table behind the file', 'format', /entry 0 at byte 1536: found 1048576, expected a table inside/, l1(COPIED | (1n << 20n)), true),
  bad(
    'an L2 table used twice',
    'format',
    /entry 1 at byte 1544: found 2048, expected a table that is not used twice/,
    (file) => {
      file.writeUInt32BE(2, 36);
      file.writeBigUInt64BE(BigInt(64 * SIZE + SIZE), 24);
      file.copy(file, L1 + 8, L1, L1 + 8);
    },
    true,
  ),
  bad(
    'a cluster between clusters',
    'format',
    /L2 table, entry 1 at byte 2056: found 0x8000000000000a04, expected no reserved bits/,
    l2(1, COPIED | 0xa04n),
    true,
  ),
  bad('a reserved bit above the offset', 'format', /L2 table, entry 1 at byte 2056: found 0x8100000000000a00/, l2(1, COPIED | (1n << 56n) | 0xa00n), true),
  bad('a cluster behind the file', 'format', /L2 table, entry 1 at byte 2056: found 1048576, expected a cluster inside/, l2(1, COPIED | (1n << 20n)), true),
  bad(
    'a cluster that is its table',
    'format',
    /L2 table, entry 1 at byte 2056: found 2048, expected a cluster that is not the table itself/,
    l2(1, COPIED | BigInt(L2)),
    true,
  ),
  bad('a zero flag in version 2', 'format', /L2 table, entry 5 at byte 2088: found bit 0, expected no zero flag in version 2/, () => {}, false, {
    ...GOOD_QCOW2,
    version: 2,
  }),
  bad('a compressed cluster behind the file', 'format', /L2 table, entry 3 at byte 2072: found 1048576/, l2(3, (1n << 62n) | (1n << 20n))),
  bad('a compressed cluster that ends too soon', 'format', /compressed cluster at byte 3584: the compressed data is damaged/, (file) =>
    file.fill(0xff, 7 * SIZE, 7 * SIZE + 40),
  ),
  bad('a compressed cluster that is too short', 'format', /compressed cluster, inflated length at byte 3584: found 511/, () => {}, false, {
    clusters: { ...GOOD_QCOW2.clusters, 3: { deflate: Buffer.alloc(SIZE - 1, 'unit ') } },
  }),
  bad('a compressed cluster that is too long', 'format', /compressed cluster at byte 3584: it inflates to more than the 512 bytes/, () => {}, true, {
    clusters: { ...GOOD_QCOW2.clusters, 3: { deflate: Buffer.alloc(SIZE * 100, 'unit ') } },
  }),
  bad('a zstd frame that is too short', 'format', /inflated length at byte 3584: found 100, expected 512/, (file) => {
    compressionType(1, 8)(file);
    zstdCompressSync(Buffer.alloc(100)).copy(file, 7 * SIZE);
  }),
];

function bad(name: string, kind: ReadErrorKind, message: RegExp, edit: (file: Buffer) => unknown, qemuReads = false, recipe = GOOD_QCOW2): BadDisk {
  const file = qcow2File(recipe);
  edit(file);
  return { name, file, kind, message, qemuReads };
}

function compressionType(type: number, feature: number) {
  return (file: Buffer) => {
    file.writeUInt32BE(112, 100);
    file.writeUInt8(type, 104);
    file.writeUInt32BE(feature, FEATURES + 4);
  };
}

function backingFile(name: string) {
  return (file: Buffer) => {
    file.writeBigUInt64BE(256n, 8);
    file.writeUInt32BE(file.write(name, 256), 16);
  };
}

function l1(entry: bigint) {
  return (file: Buffer) => file.writeBigUInt64BE(entry, L1);
}

function l2(index: number, entry: bigint) {
  return (file: Buffer) => file.writeBigUInt64BE(entry, L2 + index * 8);
}
