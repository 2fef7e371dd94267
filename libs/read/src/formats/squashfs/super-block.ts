import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, UnsupportedError } from '../../bytes/index.ts';
import { type Compressor, readCompressor } from './compressor.ts';

export const SUPER_BLOCK_LENGTH = 96;
const MAGIC = 0x73717368; // "hsqs"
const MAJOR = 4;
const MIN_BLOCK_LOG = 12;
const MAX_BLOCK_LOG = 20;
/** Of a table that is not there. */
const NO_TABLE = 2n ** 64n - 1n;

/** struct squashfs_super_block: https://docs.kernel.org/filesystems/squashfs.html and fs/squashfs/squashfs_fs.h. Positions count from the filesystem's start. */
export interface SquashfsSuperBlock {
  readonly view: ByteView;
  readonly inodeCount: number; // inodes
  /** When the image was made: seconds since 1970. */
  readonly buildTime: number; // mkfs_time
  readonly blockSize: number; // block_size: bytes of an inflated data block
  readonly fragmentCount: number; // fragments
  readonly compressor: Compressor; // compression
  readonly flags: number;
  readonly idCount: number; // no_ids
  /** Where the root's inode lies: its metadata block from the inode table's start, times 65 536, and the offset in that block. */
  readonly rootInode: number; // root_inode
  readonly length: number; // bytes_used
  readonly idTable: number; // id_table_start
  readonly xattrTable: number | undefined; // xattr_id_table_start
  readonly inodeTable: number; // inode_table_start
  readonly directoryTable: number; // directory_table_start
  readonly fragmentTable: number | undefined; // fragment_table_start
  readonly exportTable: number | undefined; // lookup_table_start
}

export function isSquashfs(source: BlockSource): boolean {
  return source.length >= SUPER_BLOCK_LENGTH && readView(source).u32(0) === MAGIC;
}

/** The superblock, its fields checked one by one; throws an UnsupportedError that names a version or compressor that is not read. */
export function readSquashfsSuperBlock(source: BlockSource): SquashfsSuperBlock {
  const view = readView(source);
  const magic = view.u32(0);
  if (magic !== MAGIC) throw view.error('s_magic', 0, hex(magic), hex(MAGIC));
  rejectOtherVersions(view);
  const length = view.safeU64(40, 'bytes_used');
  if (length < SUPER_BLOCK_LENGTH || length > source.length)
    throw view.error('bytes_used', 40, length, `${SUPER_BLOCK_LENGTH} to ${source.length}, the bytes of its partition`);
  return {
    ...{ view, length },
    inodeCount: view.u32(4),
    buildTime: view.u32(8),
    blockSize: readBlockSize(view),
    compressor: readCompressor(view),
    flags: view.u16(24),
    rootInode: view.safeU64(32, 'root_inode'),
    ...readTables(view, length),
  };
}

function rejectOtherVersions(view: ByteView): void {
  const [major, minor] = [view.u16(28), view.u16(30)];
  if (major === MAJOR && minor === 0) return;
  const found = `version ${major}.${minor}`;
  throw new UnsupportedError({ structure: view.structure, field: 's_major', offset: view.offset + 28, found, expected: `${MAJOR}.0` });
}

function readBlockSize(view: ByteView): number {
  const log = view.u16(22);
  if (log < MIN_BLOCK_LOG || log > MAX_BLOCK_LOG) throw view.error('block_log', 22, log, `${MIN_BLOCK_LOG} to ${MAX_BLOCK_LOG}`);
  const size = view.u32(12);
  if (size !== 2 ** log) throw view.error('block_size', 12, size, `${2 ** log}, as block_log says`);
  return size;
}

type Tables = Pick<
  SquashfsSuperBlock,
  'fragmentCount' | 'idCount' | 'idTable' | 'xattrTable' | 'inodeTable' | 'directoryTable' | 'fragmentTable' | 'exportTable'
>;

/** They follow one another, in this order: inodes, directories, fragments, exports, ids, xattrs. */
function readTables(view: ByteView, length: number): Tables {
  const fragmentCount = view.u32(16);
  const idCount = view.u16(26);
  if (idCount === 0) throw view.error('no_ids', 26, idCount, 'at least 1');
  let lowest = SUPER_BLOCK_LENGTH;
  const place = (field: string, at: number): number => {
    const start = view.safeU64(at, field);
    if (start < lowest || start >= length) throw view.error(field, at, start, `${lowest} to ${length - 1}, behind the table before`);
    lowest = start;
    return start;
  };
  const placeIfAny = (field: string, at: number): number | undefined => (view.u64(at) === NO_TABLE ? undefined : place(field, at));
  return {
    ...{ fragmentCount, idCount },
    inodeTable: place('inode_table_start', 64),
    directoryTable: place('directory_table_start', 72),
    fragmentTable: fragmentCount === 0 ? undefined : place('fragment_table_start', 80),
    exportTable: placeIfAny('lookup_table_start', 88),
    idTable: place('id_table_start', 48),
    xattrTable: placeIfAny('xattr_id_table_start', 56),
  };
}

function readView(source: BlockSource): ByteView {
  return new ByteView(readBytes(source, 0, SUPER_BLOCK_LENGTH), 'squashfs superblock', source.origin);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
