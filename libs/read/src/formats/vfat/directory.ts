import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { type FileRun, foldCase } from '../../filesystem/index.ts';
import { Attribute, type DirectorySlot, decodeSlot, dotsOf, endsDirectory, isFree, isLongNamePart } from './directory-slot.ts';
import { ENTRY_LENGTH } from './geometry.ts';
import { LongNameCollector } from './long-name.ts';
import { checkShortName, decodeLabel, isPlainShortName, shortNameOf } from './short-name.ts';

/** A file or directory as its parent's entry tells it. */
export interface NamedSlot {
  readonly name: string;
  /** The 8.3 name beside a long name, unless they differ in case only. */
  readonly alias?: string;
  readonly slot: DirectorySlot;
}

/** What a directory's slots tell beside names. */
export interface DirectoryExtras {
  /** The volume label; only the root directory has one. */
  readonly label?: string;
  /** `.` and `..`; the root directory has none. */
  readonly dots: readonly DirectorySlot[];
}

export interface DirectoryPlace {
  readonly path: string;
  readonly isRoot: boolean;
  readonly runs: readonly FileRun[];
}

/**
 * Reads a directory's slots into `onEntry` in on-disk order until one of them is damaged, which throws. What Linux passes over without
 * a word where others would not is damage here: entries behind the end mark, labels outside the root, `.` and `..` out of place.
 */
export function readDirectory(source: BlockSource, place: DirectoryPlace, onEntry: (entry: NamedSlot) => void): DirectoryExtras {
  const dots: DirectorySlot[] = [];
  const names = new Map<string, DirectorySlot>();
  const longName = new LongNameCollector();
  let label: string | undefined;
  for (const { slot, index } of usedSlots(source, place, longName)) {
    const dot = dotsOf(slot);
    if (!place.isRoot && index < 2) dots.push(checkDots(slot, index));
    else if (dot !== undefined) throw slot.view.error('DIR_Name', 0, dot, place.isRoot ? 'none in the root directory' : 'in the first two entries only');
    else if ((slot.attributes & Attribute.volumeId) !== 0) label = checkedLabel(slot, place, label);
    else onEntry(nameSlot(slot, longName.take(slot), names));
  }
  return { dots, ...(label === undefined ? {} : { label }) };
}

/** Every short slot in use with its position. Parts of long names go to `longName`. */
function* usedSlots(source: BlockSource, { path, runs }: DirectoryPlace, longName: LongNameCollector): Generator<{ slot: DirectorySlot; index: number }> {
  let ended = false;
  let index = 0;
  for (const slot of slotsOf(source, path, runs)) {
    ended ||= endsDirectory(slot);
    if (ended && !isFree(slot)) throw slot.view.error('DIR_Name', 0, slot.shortName[0], '0 or 0xe5: the directory has ended before');
    if (isFree(slot)) longName.reset();
    else if (isLongNamePart(slot)) longName.add(slot);
    else {
      if ((slot.attributes & Attribute.reserved) !== 0) throw slot.view.error('DIR_Attr', 11, slot.attributes, 'no bit above 0x20');
      yield { slot, index };
      longName.reset();
    }
    index++;
  }
}

function* slotsOf(source: BlockSource, path: string, runs: readonly FileRun[]): Generator<DirectorySlot> {
  let number = 0;
  for (const { sourceOffset = 0, length } of runs) {
    const bytes = readBytes(source, sourceOffset, length);
    for (let at = 0; at < length; at += ENTRY_LENGTH) {
      yield decodeSlot(bytes.subarray(at), `FAT directory entry ${number++} of ${path}`, sourceOffset + at, source.origin);
    }
  }
}

function checkDots(slot: DirectorySlot, index: number): DirectorySlot {
  const expected = index === 0 ? '.' : '..';
  if (dotsOf(slot) !== expected) throw slot.view.error('DIR_Name', 0, JSON.stringify(shortNameOf(slot)), expected);
  if ((slot.attributes & Attribute.directory) === 0) throw slot.view.error('DIR_Attr', 11, slot.attributes, 'a directory');
  return slot;
}

function checkedLabel(slot: DirectorySlot, { isRoot }: DirectoryPlace, before: string | undefined): string {
  const { view, attributes, firstClusterLow, size } = slot;
  if (!isRoot) throw view.error('DIR_Attr', 11, attributes, 'no volume label outside the root directory');
  if (before !== undefined) throw view.error('DIR_Attr', 11, attributes, 'one volume label');
  if ((attributes & Attribute.directory) !== 0) throw view.error('DIR_Attr', 11, attributes, 'a volume label or a directory, not both');
  if (firstClusterLow !== 0 || size !== 0) throw view.error('DIR_FileSize', 28, size, 'a volume label without content');
  return decodeLabel(slot.shortName);
}

/** Throws when another entry has one of the entry's names: which of the two is opened would depend on who opens it. */
function nameSlot(slot: DirectorySlot, longName: string | undefined, names: Map<string, DirectorySlot>): NamedSlot {
  if (longName === undefined) checkShortName(slot);
  const short = isPlainShortName(slot) ? shortNameOf(slot) : undefined;
  const name = longName ?? shortNameOf(slot);
  for (const key of new Set([name, short ?? name].map(foldCase))) {
    const other = names.get(key);
    if (other !== undefined) throw slot.view.error('DIR_Name', 0, name, `each name once, but the entry at byte ${other.view.offset} has it too`);
    names.set(key, slot);
  }
  return { name, slot, ...(short === undefined || foldCase(short) === foldCase(name) ? {} : { alias: short }) };
}
