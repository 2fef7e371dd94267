import { array, type Infer, object, oneOf, optional, string } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { type BuildKey, derivedGuid } from './derived-guid.ts';
import { type IdentityGuids, identityGuids } from './identity-guids.schema.ts';

const partitions = object({ diskGuid: string(''), entries: array(object({ role: string(''), bank: optional(oneOf(['A', 'B'], '')), guid: string('') }), '') });
const filesystem = object({ type: string(''), uuid: string(''), buildTime: optional(string('')) });
const release = object({ variantId: optional(string('')) });
const kernel = object({ architecture: optional(string('')) });

type Row = IdentityGuids['rows'][number];

/** The partitions whose GUIDs are derived; those of DATA are constants. */
const PARTS: Readonly<Record<string, string>> = {
  'BIOS-BOOT': 'bios',
  EFI: 'efi',
  BOOT: 'boot',
  ROOT: 'root',
  HASH: 'hash',
  RESERVED: 'reserved',
  PRIVATE: 'private',
};

export const deriveIdentityGuids = defineDerivation({
  fact: identityGuids,
  needs: {
    disk: need('disk.partitions', partitions),
    filesystem: need('root.filesystem', filesystem),
    release: need('release.identity', release),
    kernel: need('boot.kernel', kernel),
  },
  /** Without a build time in the superblock, a variant or an architecture there is nothing to derive from. */
  derive({ disk, filesystem, release, kernel }): IdentityGuids | undefined {
    const { type, uuid, buildTime: timestamp } = filesystem;
    const { variantId: variant } = release;
    const { architecture } = kernel;
    if (timestamp === undefined || variant === undefined || architecture === undefined) return undefined;
    const key = { timestamp, variant, architecture };
    const table = tableRows(key, disk);
    // Squashfs has none.
    const root = uuid === '' ? undefined : toRow(key, `root-${type}`, uuid);
    const matching = table.filter(({ matches }) => matches).length;
    return {
      ...key,
      rows: root === undefined ? table : [...table, root],
      partitionTable: matching === table.length ? 'derived' : matching === 0 ? 'other' : 'mixed',
      ...(root === undefined ? {} : { rootFilesystem: root.matches ? 'derived' : 'other' }),
    };
  },
});

function tableRows(key: BuildKey, { diskGuid, entries }: Infer<typeof partitions>): Row[] {
  const parts = entries.flatMap(({ role, bank, guid }) => {
    const part = PARTS[role];
    return part === undefined ? [] : [toRow(key, `gpt-part-${part}${bank === undefined ? '' : `-${bank.toLowerCase()}`}`, guid)];
  });
  return [toRow(key, 'gpt-disk-os', diskGuid), ...parts];
}

function toRow(key: BuildKey, target: string, found: string): Row {
  const expected = derivedGuid(key, target);
  return { target, found: found.toLowerCase(), expected, matches: found.toLowerCase() === expected };
}
