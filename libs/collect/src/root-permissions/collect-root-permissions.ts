import type { Unreadable } from '@staticfire/facts';
import type { FileCollector, VisitedFile } from '../collector.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type NotableFile, type RootPermissions, rootPermissions } from './root-permissions.schema.ts';

const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;
const WORLD_WRITE = 0o0002;
const MAX_LISTED = 10_000;

export const collectRootPermissions: FileCollector<RootPermissions> = {
  fact: rootPermissions,
  start() {
    const notable: (NotableFile | Unreadable)[] = [];
    const add = (element: NotableFile | Unreadable) => {
      if (notable.length < MAX_LISTED) notable.push(element);
      else if (notable.length === MAX_LISTED) {
        notable.push({
          $unreadable: { kind: 'limit', structure: 'files', message: `more than ${MAX_LISTED} files give privileges away; the rest is not listed` },
        });
      }
    };
    return {
      visit(file) {
        if (file.error !== undefined) add({ $unreadable: toFailure(file.error) });
        const found = describe(file);
        if (found !== undefined) add(found);
        return undefined;
      },
      finish: () => ({ notable }),
    };
  },
};

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
