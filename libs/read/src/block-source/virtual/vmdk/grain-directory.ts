import { FormatError } from '../../../bytes/index.ts';
import { type BlockSource, readBytes } from '../../block-source.ts';
import { SECTOR, type VmdkHeader } from './vmdk-header.ts';

const ENTRY = 4;

/**
 * Where the grain tables lie in the file, in bytes; 0: no grain of it is there. One outside the file, over the header or the directory,
 * or over another table is a FormatError, for no writer makes such a file.
 */
export function readGrainDirectory(file: BlockSource, { directoryOffset, directoryEntries, tableEntries }: VmdkHeader): Float64Array {
  const bytes = readBytes(file, directoryOffset, directoryEntries * ENTRY);
  const view = new DataView(bytes.buffer);
  const tableLength = tableEntries * ENTRY;
  const directoryEnd = directoryOffset + directoryEntries * ENTRY;
  const origin = file.origin + directoryOffset;
  const tables = new Float64Array(directoryEntries);
  for (let index = 0; index < directoryEntries; index++) {
    const offset = view.getUint32(index * ENTRY, true) * SECTOR;
    if (offset === 0) continue;
    if (offset + tableLength > file.length) throw wrong(origin, index, offset, `a table inside the file's ${file.length} bytes`);
    if (offset < directoryEnd && offset + tableLength > directoryOffset) throw wrong(origin, index, offset, 'a table that is not the directory');
    tables[index] = offset;
  }
  refuseOverlap(tables, tableLength, origin);
  return tables;
}

function refuseOverlap(tables: Float64Array, tableLength: number, origin: number): void {
  const sorted = tables.filter((offset) => offset !== 0).sort();
  const first = sorted.findIndex((offset, index) => sorted[index + 1]! - offset < tableLength);
  if (first >= 0) throw wrong(origin, tables.lastIndexOf(sorted[first + 1]!), sorted[first + 1]!, 'a table that is not used twice');
}

function wrong(origin: number, index: number, found: number, expected: string): FormatError {
  return new FormatError({ structure: 'VMDK grain directory', field: `entry ${index}`, offset: origin + index * ENTRY, found: found / SECTOR, expected });
}
