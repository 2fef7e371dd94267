import type { BlockSource } from '../../block-source/index.ts';
import type { InflatedCache } from '../../compression/index.ts';
import type { BlockList } from './block-list.ts';
import type { IndexedTable } from './indexed-table.ts';
import type { Inode } from './inode.ts';
import type { MetadataBlocks } from './metadata-blocks.ts';
import type { Table } from './metadata-cursor.ts';
import type { SquashfsSuperBlock } from './super-block.ts';

/** What reading a metadata block needs. */
export interface Opened {
  readonly source: BlockSource;
  readonly superBlock: SquashfsSuperBlock;
  readonly metadata: MetadataBlocks;
}

/** Everything that reading an inode needs. Offsets count from the filesystem's start. */
export interface Volume extends Opened {
  /** Data blocks and fragment blocks by where they are stored, `blockKey`. */
  readonly inflated: InflatedCache<string>;
  readonly blockLists: WeakMap<Inode, BlockList>;
  readonly tables: Tables;
}

export interface Tables {
  /** Where data blocks and fragments may lie. */
  readonly data: Table;
  readonly inodes: Table;
  readonly directories: Table;
  readonly fragments: IndexedTable | undefined;
  readonly exports: IndexedTable | undefined;
  readonly ids: IndexedTable;
  readonly xattrs: XattrTables | undefined;
}

export interface XattrTables {
  /** Names and values. */
  readonly entries: Table;
  /** What belongs to an inode. */
  readonly ids: IndexedTable;
}
