import type { FileSystem } from '@staticfire/read/filesystem';
import { isDevNull } from '../config-files/collect-config-files.ts';
import { type FolderEntry, isUnreadableEntry, listFolder, listFolders, type UnreadableEntry } from '../evidence/list-folder.ts';
import { unitFolders } from '../systemd-unit-files/unit-folders.ts';

/** A mount unit, or a drop-in of one, of all, or of those whose names start alike. */
export interface MountUnitFile {
  /** Of drop-ins what their folder names: `a.mount`, `a-.mount`, or `mount` for all. */
  readonly unit: string;
  readonly path: string;
  readonly isDropIn: boolean;
}

interface Candidate extends MountUnitFile {
  /** What another file hides it by. */
  readonly name: string;
  readonly target?: string | undefined;
}

const UNIT = /\.mount$/;
const DROP_INS = /(?:^|\.)mount\.d$/;

/**
 * Those in the search folders that no file of the same name in an earlier folder hides, and what could not be read of them (systemd.unit(5)). A link to
 * /dev/null hides and is none. No search folder → undefined.
 */
export function listMountUnits(fs: FileSystem): readonly (MountUnitFile | UnreadableEntry)[] | undefined {
  const folders = listFolders(fs, unitFolders);
  if (folders.length === 0) return undefined;
  const seen = new Set<string>();
  const candidates = folders.flatMap(({ entries }) => entries.flatMap((entry) => candidatesOf(fs, entry)));
  return candidates.flatMap((each): readonly (MountUnitFile | UnreadableEntry)[] => {
    if ('error' in each) return [each];
    if (seen.has(each.name)) return [];
    seen.add(each.name);
    const { unit, path, isDropIn, target } = each;
    return target !== undefined && isDevNull(path, target) ? [] : [{ unit, path, isDropIn }];
  });
}

function candidatesOf(fs: FileSystem, entry: FolderEntry | UnreadableEntry): readonly (Candidate | UnreadableEntry)[] {
  if (isUnreadableEntry(entry)) return entry.name === '' || UNIT.test(entry.name) || DROP_INS.test(entry.name) ? [entry] : [];
  const { name, path, stat, target } = entry;
  if (UNIT.test(name)) return stat.type === 'directory' ? [] : [{ name, unit: name, path, isDropIn: false, target }];
  return DROP_INS.test(name) ? dropIns(fs, entry) : [];
}

function dropIns(fs: FileSystem, folder: FolderEntry): readonly (Candidate | UnreadableEntry)[] {
  const unit = folder.name.slice(0, -'.d'.length);
  return (listFolder(fs, folder.path)?.entries ?? []).flatMap((entry): readonly (Candidate | UnreadableEntry)[] => {
    if (isUnreadableEntry(entry)) return [entry];
    const { name, path, target } = entry;
    return name.endsWith('.conf') ? [{ name: `${folder.name}/${name}`, unit, path, isDropIn: true, target }] : [];
  });
}
