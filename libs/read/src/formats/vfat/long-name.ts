import { type DirectorySlot, isLongNamePart } from './directory-slot.ts';
import { shortNameChecksum } from './short-name.ts';

const LAST_PART = 0x40;
const MAX_PARTS = 20;
const MAX_LENGTH = 255; // UTF-16 units
/** Where a part keeps its 13 UTF-16 units: LDIR_Name1, LDIR_Name2, LDIR_Name3. */
const UNIT_OFFSETS = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30] as const;
const FORBIDDEN = /[\0-\x1f\x7f"*/:<>?\\|\uffff]/;

interface Parts {
  readonly units: number[];
  readonly checksum: number;
  /** Number of the part that has to come next, counting down; 0 when all are there. */
  next: number;
}

/**
 * Collects the parts of a long name, which stand before their entry, last part first. Parts that belong to no entry are passed
 * over, as in Linux (fs/fat/dir.c, `fat_parse_long`): their entry then has its 8.3 name. fatgen103, "FAT Long Directory Entries".
 */
export class LongNameCollector {
  #parts: Parts | undefined;

  /** Forgets parts that something else than their entry follows. */
  reset(): void {
    this.#parts = undefined;
  }

  add(slot: DirectorySlot): void {
    const order = slot.view.u8(0);
    const checksum = slot.view.u8(13);
    if ((order & LAST_PART) !== 0) this.#parts = startParts(order - LAST_PART, checksum);
    const parts = this.#parts;
    if (parts === undefined) return;
    if ((order & ~LAST_PART) === parts.next && checksum === parts.checksum) {
      parts.units.unshift(...UNIT_OFFSETS.map((at) => slot.view.u16(at)));
      parts.next--;
    } else this.reset();
  }

  /** The long name of the entry that follows the parts added, if they are its own; starts anew. Throws when it is not a name. */
  take(slot: DirectorySlot): string | undefined {
    const parts = this.#parts;
    this.reset();
    if (parts === undefined || parts.next !== 0 || isLongNamePart(slot)) return undefined;
    return parts.checksum === shortNameChecksum(slot) ? checkedName(parts.units, slot) : undefined;
  }
}

function startParts(count: number, checksum: number): Parts | undefined {
  return count < 1 || count > MAX_PARTS ? undefined : { units: [], checksum, next: count };
}

function checkedName(units: readonly number[], { view }: DirectorySlot): string {
  const end = units.indexOf(0);
  const name = String.fromCharCode(...(end < 0 ? units : units.slice(0, end)));
  const isName = name.length > 0 && name.length <= MAX_LENGTH && name.isWellFormed() && name !== '.' && name !== '..' && !FORBIDDEN.test(name);
  if (!isName) throw view.error('LDIR_Name', 0, JSON.stringify(name), 'a file name');
  return name;
}
