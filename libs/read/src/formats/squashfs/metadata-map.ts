import type { IndexedTable } from './indexed-table.ts';
import { indexEnd, tableStart } from './indexed-table.ts';
import { SUPER_BLOCK_LENGTH } from './super-block.ts';
import type { Volume } from './volume.ts';

interface Area {
  readonly start: number;
  readonly end: number; // exclusive
  readonly what: string;
}

/** What lies at `offset` when it is no file's data; undefined outside the filesystem. */
export function metadataAt(volume: Volume, offset: number): string | undefined {
  return areas(volume).find(({ start, end }) => offset >= start && offset < end)?.what;
}

function areas(volume: Volume): Area[] {
  const { data, inodes, directories, fragments, exports, ids, xattrs } = volume.tables;
  return [
    { start: 0, end: SUPER_BLOCK_LENGTH, what: 'superblock' },
    { start: SUPER_BLOCK_LENGTH, end: data.start, what: 'compressor options' },
    { ...inodes, what: 'inode table' },
    { ...directories, what: 'directory table' },
    ...indexedArea(volume, fragments, 'fragment table'),
    ...indexedArea(volume, exports, 'export table'),
    ...indexedArea(volume, ids, 'id table'),
    ...(xattrs === undefined ? [] : [{ start: xattrs.entries.start, end: indexEnd(xattrs.ids), what: 'xattr table' }]),
  ];
}

function indexedArea(volume: Volume, table: IndexedTable | undefined, what: string): Area[] {
  return table === undefined ? [] : [{ start: tableStart(volume, table), end: indexEnd(table), what }];
}
