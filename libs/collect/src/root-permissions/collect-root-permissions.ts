import type { Unreadable } from '@staticfire/facts';
import { type FileCapabilities, parseFileCapabilities } from '@staticfire/read/formats/file-capabilities';
import type { FileCollector, VisitedFile } from '../collector.ts';
import { attemptReading } from '../evidence/attempt-reading.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type NotableFile, type RootPermissions, rootPermissions } from './root-permissions.schema.ts';

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;
const WORLD_WRITE = 0o0002;
const MAX_LISTED = 10_000;

export const collectRootPermissions: FileCollector<RootPermissions> = {
  fact: rootPermissions,
  start() {
    const notable = new BoundedList<NotableFile>(MAX_LISTED, 'files that give privileges away');
    return {
      visit(file) {
        if (file.error !== undefined) notable.addError(file.error);
        const found = describe(file);
        if (found === undefined) return undefined;
        const granted = file.capability === undefined ? undefined : attemptReading(() => parseFileCapabilities(file.capability!));
        notable.add({ ...found, ...(granted !== undefined && 'value' in granted ? { granted: grantOf(granted.value) } : {}) });
        if (granted !== undefined && !('value' in granted)) notable.add(named(file.normalPath, granted));
        return undefined;
      },
      finish: () => ({ notable: notable.elements }),
    };
  },
};

function grantOf({ version: _, ...granted }: FileCapabilities): NonNullable<NotableFile['granted']> {
  return granted;
}

function named(path: string, { $unreadable }: Unreadable): Unreadable {
  return { $unreadable: { ...$unreadable, message: `${path}: ${$unreadable.message}` } };
}

function describe({ stat, normalPath, attributeNames }: VisitedFile): NotableFile | undefined {
  if (stat === undefined || stat.type === 'symlink') return undefined;
  const capabilities = attributeNames.includes('security.capability');
  if ((stat.mode & (SETUID | SETGID | WORLD_WRITE)) === 0 && !capabilities) return undefined;
  return {
    path: normalPath,
    type: stat.type,
    mode: stat.mode.toString(8).padStart(4, '0'),
    uid: stat.uid,
    gid: stat.gid,
    setuid: (stat.mode & SETUID) !== 0,
    setgid: (stat.mode & SETGID) !== 0,
    sticky: (stat.mode & STICKY) !== 0,
    worldWritable: (stat.mode & WORLD_WRITE) !== 0,
    capabilities,
  };
}
