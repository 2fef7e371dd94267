import type { RowPlan } from '../bench-row.ts';
import { debugfsDump, dumpTargets, erofsExtract, fatCopy, readTree } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';
import { xfsTwin } from '../xfs-twin.ts';

/** At least 0.7 times a peer's speed. */
const SLOWER = 1 / 0.7;

export const filesystemsSuite: Suite = {
  name: 'filesystems',
  title: 'Every file of a filesystem',
  isChecked: true,
  plan: async ({ work, lab }) => {
    const [ext4, erofs, uki] = [await lab('large'), await lab('large-erofs'), await lab('uki-2026')];
    const xfs = await xfsTwin(ext4.root, work);
    const targets = dumpTargets(work);
    const row = (what: string, ours: string, peer: string): RowPlan => ({
      what,
      how: 'in process',
      unit: 's',
      ours: seconds(ours),
      peer,
      theirs: seconds(peer),
    });
    return {
      contenders: [
        readTree('read ext4', ext4.root, 1),
        ...targets.map(({ suffix, folder }) => debugfsDump(`debugfs rdump${suffix}`, ext4.root, folder)),
        readTree('read xfs', xfs, 1),
        readTree('read erofs', erofs.root, 2),
        ...targets.map(({ suffix, folder }) => erofsExtract(`fsck.erofs --extract${suffix}`, erofs.root, folder)),
        readTree('read fat', uki.efi, 1),
        ...targets.map(({ suffix, folder }) => fatCopy(`mcopy -s${suffix}`, uki.efi, folder)),
      ],
      rows: targets.flatMap(({ suffix }, index): RowPlan[] => [
        // CI takes the faster peer.
        {
          ...row('ext4: root of large, one thread', 'read ext4', `debugfs rdump${suffix}`),
          bound: SLOWER,
          ...(index === targets.length - 1 ? { check: true } : {}),
        },
        { ...row('XFS: the same files as on the root of large, one thread', 'read xfs', `debugfs rdump${suffix}`), bound: SLOWER },
        { ...row('EROFS: root of large-erofs, two threads', 'read erofs', `fsck.erofs --extract${suffix}`), bound: SLOWER },
        row('FAT: ESP of uki-2026, one thread', 'read fat', `mcopy -s${suffix}`),
      ]),
    };
  },
};
