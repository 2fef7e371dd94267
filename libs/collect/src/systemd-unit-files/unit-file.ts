import { unitTypes } from '@staticfire/analyze/systemd';
import { isDevNull } from '../config-files/collect-config-files.ts';
import type { FolderEntry } from '../evidence/list-folder.ts';
import type { SystemdUnitFiles } from './systemd-unit-files.schema.ts';

type UnitFile = Extract<SystemdUnitFiles['units'][number], { readonly path: string }>;

const UNIT_NAME = new RegExp(`^.+\\.(${unitTypes.join('|')})$`);
const LINK_FOLDER = /^(.+)\.(wants|requires|upholds)$/;
const TYPES = new Set(['file', 'symlink', 'directory']);

/** A name in a search folder. */
export function describeUnit(entry: FolderEntry, folder: string): UnitFile {
  const unitType = UNIT_NAME.exec(entry.name)?.[1];
  const isUnit = unitType !== undefined && entry.stat.type !== 'directory';
  return { ...describe(entry, folder), kind: isUnit ? 'unit' : 'other', ...(isUnit ? { unitType } : {}) };
}

/** A name in a folder of a search folder: a drop-in or an enabling link. */
export function describeInUnitFolder(entry: FolderEntry, folder: string, unitFolder: string): UnitFile {
  const link = LINK_FOLDER.exec(unitFolder);
  const of = link?.[1] ?? (unitFolder.endsWith('.d') ? unitFolder.slice(0, -2) : undefined);
  const kind = link !== null ? (link[2] as 'wants' | 'requires' | 'upholds') : of !== undefined && entry.name.endsWith('.conf') ? 'drop-in' : 'other';
  const unitType = UNIT_NAME.exec(kind === 'drop-in' ? (of ?? '') : entry.name)?.[1] ?? unitTypes.find((type) => type === of);
  return { ...describe(entry, folder), kind, ...(unitType === undefined ? {} : { unitType }), ...(of === undefined ? {} : { of }) };
}

function describe(entry: FolderEntry, folder: string): Omit<UnitFile, 'kind'> {
  const { name, path, stat, target } = entry;
  const masked = target === undefined ? stat.type === 'file' && stat.size === 0 : isDevNull(path, target);
  return {
    path,
    folder,
    name,
    type: TYPES.has(stat.type) ? (stat.type as UnitFile['type']) : 'other',
    ...(target === undefined ? {} : { target }),
    masked,
    template: /^[^@]+@\.[a-z]+$/.test(name),
    size: stat.size,
  };
}
