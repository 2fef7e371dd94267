import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';
import { derivedGuid } from './derived-guid.ts';
import type { IdentityGuids } from './identity-guids.schema.ts';

const KEY = { timestamp: '1758000000', variant: 'aws-k8s-1.36', architecture: 'x86_64' };
const OTHER = '11111111-2222-4333-8444-555555555555';
const guid = (target: string) => derivedGuid(KEY, target);
const part = (role: string, bank: 'A' | 'B' | undefined, target: string) => ({ role, ...(bank === undefined ? {} : { bank }), guid: guid(target) });

const ENTRIES = [
  part('BIOS-BOOT', undefined, 'gpt-part-bios'),
  part('EFI', 'A', 'gpt-part-efi-a'),
  part('BOOT', 'A', 'gpt-part-boot-a'),
  part('ROOT', 'A', 'gpt-part-root-a'),
  part('HASH', 'B', 'gpt-part-hash-b'),
  part('RESERVED', 'A', 'gpt-part-reserved-a'),
  part('PRIVATE', undefined, 'gpt-part-private'),
  { role: 'DATA', guid: OTHER },
  { role: 'UNKNOWN', guid: OTHER },
];

interface Build {
  readonly diskGuid?: string;
  readonly entries?: readonly object[];
  readonly filesystem?: object;
  readonly release?: object;
  readonly kernel?: object;
}

function derived({ diskGuid = guid('gpt-disk-os'), entries = ENTRIES, filesystem, release, kernel }: Build = {}): Fact<IdentityGuids> {
  const values = {
    'disk.partitions': { diskGuid, entries },
    'root.filesystem': filesystem ?? { type: 'erofs', uuid: guid('root-erofs'), buildTime: KEY.timestamp },
    'release.identity': release ?? { variantId: KEY.variant },
    'boot.kernel': kernel ?? { architecture: KEY.architecture },
  };
  const facts = Object.entries(values).map(
    ([name, value]): Fact => ({ name, ...(name.startsWith('disk') ? {} : { bank: 'A' }), state: 'present', value, sources: [] }),
  );
  return derive({ facts }).facts.find(({ name }) => name === 'identity.guids') as Fact<IdentityGuids>;
}

function guids(build?: Build): IdentityGuids {
  const fact = derived(build);
  if (fact.state !== 'present') throw new Error(fact.state);
  return fact.value;
}

describe('identity.guids', () => {
  it('compares disk, partitions and ROOT, and not those of DATA, which are constants', () => {
    const value = guids();
    expect(value).toMatchObject({ ...KEY, partitionTable: 'derived', rootFilesystem: 'derived' });
    expect(value.rows.map(({ target }) => target)).toEqual([
      ...['gpt-disk-os', 'gpt-part-bios', 'gpt-part-efi-a', 'gpt-part-boot-a', 'gpt-part-root-a', 'gpt-part-hash-b', 'gpt-part-reserved-a', 'gpt-part-private'],
      'root-erofs',
    ]);
    expect(value.rows.every(({ matches, found, expected }) => matches && found === expected)).toBe(true);
  });

  it('of a filesystem without a UUID compares the rest', () => {
    const value = guids({ filesystem: { type: 'squashfs', uuid: '', buildTime: KEY.timestamp } });
    expect(value.partitionTable).toBe('derived');
    expect(value).not.toHaveProperty('rootFilesystem');
    expect(value.rows.map(({ target }) => target)).not.toContainEqual(expect.stringMatching(/^root-/));
  });

  it('does not mind upper case', () => {
    const entries = ENTRIES.map((each) => ({ ...each, guid: each.guid.toUpperCase() }));
    expect(guids({ entries, diskGuid: guid('gpt-disk-os').toUpperCase() }).partitionTable).toBe('derived');
  });

  it.each<[string, Build, IdentityGuids['partitionTable'], IdentityGuids['rootFilesystem']]>([
    ['none of the table', { diskGuid: OTHER, entries: ENTRIES.map((each) => ({ ...each, guid: OTHER })) }, 'other', 'derived'],
    ['all but the disk', { diskGuid: OTHER }, 'mixed', 'derived'],
    ['the disk alone', { entries: ENTRIES.map((each) => ({ ...each, guid: OTHER })) }, 'mixed', 'derived'],
    ['two partitions swapped', { entries: [part('ROOT', 'A', 'gpt-part-hash-a'), part('HASH', 'A', 'gpt-part-root-a')] }, 'mixed', 'derived'],
    ['a third ROOT, which is no bank’s', { entries: [...ENTRIES, { role: 'ROOT', guid: guid('gpt-part-root-a') }] }, 'mixed', 'derived'],
    ['the table, and another ROOT', { filesystem: { type: 'erofs', uuid: OTHER, buildTime: KEY.timestamp } }, 'derived', 'other'],
    ['ROOT by the rule of another filesystem', { filesystem: { type: 'ext4', uuid: guid('root-erofs'), buildTime: KEY.timestamp } }, 'derived', 'other'],
    ['another variant', { release: { variantId: 'aws-k8s-1.35' } }, 'other', 'other'],
    ['another architecture', { kernel: { architecture: 'aarch64' } }, 'other', 'other'],
    ['another build time', { filesystem: { type: 'erofs', uuid: guid('root-erofs'), buildTime: '1758000001' } }, 'other', 'other'],
  ])('%s', (_, build, partitionTable, rootFilesystem) => expect(guids(build)).toMatchObject({ partitionTable, rootFilesystem }));

  it.each<[string, Build]>([
    ['a build time: ext4', { filesystem: { type: 'ext4', uuid: OTHER } }],
    ['a variant', { release: {} }],
    ['an architecture', { kernel: {} }],
  ])('is absent without %s', (_, build) => expect(derived(build).state).toBe('absent'));
});
