import { readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { type IndexedTable, indexEnd, tableStart } from './indexed-table.ts';
import type { SquashfsSuperBlock } from './super-block.ts';
import type { Opened, Tables, XattrTables } from './volume.ts';

const FRAGMENT_LENGTH = 16;
const EXPORT_LENGTH = 8;
const ID_LENGTH = 4;
const XATTR_ID_LENGTH = 16;
/** struct squashfs_xattr_id_table: xattr_table_start u64, xattr_ids u32, unused u32; the list of positions follows. */
const XATTR_HEADER_LENGTH = 16;

/** Where every table begins and ends; each ends where the next one that is there begins. `dataStart` is where the data area begins. */
export function readTables(volume: Opened, dataStart: number): Tables {
  const { superBlock } = volume;
  const xattrs = readXattrTables(volume, superBlock);
  const ids = indexed(superBlock, 'squashfs id table', superBlock.idTable, superBlock.idCount, ID_LENGTH, xattrs?.entries.start);
  const idStart = tableStart(volume, ids);
  const exports = readExports(superBlock, idStart);
  const exportStart = exports === undefined ? idStart : tableStart(volume, exports);
  const fragments = readFragments(superBlock, exportStart);
  const directoriesEnd = fragments === undefined ? exportStart : tableStart(volume, fragments);
  if (directoriesEnd < superBlock.directoryTable)
    throw superBlock.view.error('directory_table_start', 72, superBlock.directoryTable, `at most ${directoriesEnd}, where the next table begins`);
  return {
    ...{ fragments, exports, ids, xattrs },
    data: { start: dataStart, end: superBlock.inodeTable },
    inodes: { start: superBlock.inodeTable, end: superBlock.directoryTable },
    directories: { start: superBlock.directoryTable, end: directoriesEnd },
  };
}

function readFragments(superBlock: SquashfsSuperBlock, end: number): IndexedTable | undefined {
  const { fragmentTable, fragmentCount } = superBlock;
  return fragmentTable === undefined ? undefined : indexed(superBlock, 'squashfs fragment table', fragmentTable, fragmentCount, FRAGMENT_LENGTH, end);
}

function readExports(superBlock: SquashfsSuperBlock, end: number): IndexedTable | undefined {
  const { exportTable, inodeCount } = superBlock;
  if (exportTable === undefined || inodeCount === 0) return undefined;
  return indexed(superBlock, 'squashfs export table', exportTable, inodeCount, EXPORT_LENGTH, end);
}

function indexed({ view, length }: SquashfsSuperBlock, name: string, index: number, count: number, entryLength: number, end = length): IndexedTable {
  const table = { name, index, count, entryLength, end };
  if (indexEnd(table) <= end) return table;
  throw view.error(`${name}, index`, 0, `${count} entries`, `a list of positions between byte ${index} and byte ${end}`);
}

function readXattrTables(volume: Opened, superBlock: SquashfsSuperBlock): XattrTables | undefined {
  const { source } = volume;
  const { xattrTable, idTable, length } = superBlock;
  if (xattrTable === undefined) return undefined;
  const view = new ByteView(
    readBytes(source, xattrTable, Math.min(XATTR_HEADER_LENGTH, length - xattrTable)),
    'squashfs xattr table',
    source.origin + xattrTable,
  );
  const start = view.safeU64(0, 'xattr_table_start');
  if (start <= idTable || start > xattrTable) throw view.error('xattr_table_start', 0, start, `above ${idTable}, the id table, up to ${xattrTable}`);
  const ids = indexed(superBlock, 'squashfs xattr id table', xattrTable + XATTR_HEADER_LENGTH, view.u32(8), XATTR_ID_LENGTH);
  const end = ids.count === 0 ? xattrTable : tableStart(volume, ids);
  if (end < start) throw view.error('xattr_table_start', 0, start, `at most ${end}, where the xattr id table begins`);
  return { entries: { start, end }, ids };
}
