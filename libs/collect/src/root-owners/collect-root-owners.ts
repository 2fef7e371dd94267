import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type OwnedFile, type RootOwners, rootOwners } from './root-owners.schema.ts';

const MAX_LISTED = 1000;

export const collectRootOwners: FileCollector<RootOwners> = {
  fact: rootOwners,
  start() {
    const others = new BoundedList<OwnedFile>(MAX_LISTED, 'files of other owners');
    const names = new Map<string, { readonly uid: number; readonly gid: number; names: number }>();
    return {
      visit({ stat, error, normalPath }) {
        if (error !== undefined) others.addError(error);
        if (stat === undefined) return undefined;
        const { uid, gid, type } = stat;
        if (uid === 0 && gid === 0) return undefined;
        const owner = names.get(`${uid}:${gid}`) ?? { uid, gid, names: 0 };
        owner.names++;
        names.set(`${uid}:${gid}`, owner);
        others.add({ path: normalPath, type, uid, gid });
        return undefined;
      },
      finish: () => ({ owners: [...names.values()].sort((a, b) => a.uid - b.uid || a.gid - b.gid).slice(0, MAX_LISTED), others: others.elements }),
    };
  },
};
