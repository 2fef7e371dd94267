import { ukiFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import type { BootEra } from './boot-era.schema.ts';
import { collectBootEra } from './collect-boot-era.ts';
import { type Era, FORBIDDEN, type Place, REQUIRED } from './era-requirements.ts';

const section = (name: string) => ({ name, bytes: Buffer.from('x') });
const UKI = ukiFile({ machine: 'x64', sections: [section('.cmdline'), section('.linux')] });
const SHIM = ukiFile({ machine: 'x64', sections: [section('.sbat')] });
const FEATURES = '/usr/share/bottlerocket/image-features.env';
const FORMAT = '/usr/share/bottlerocket/image-format.env';
const DIRECT = '/EFI/BOOT/BOOTX64.EFI';

const GRUB_ESP = { [DIRECT]: SHIM, '/EFI/BOOT/grubx64.efi': SHIM, '/EFI/BOOT/mmx64.efi': SHIM };
const GRUB_FILES = { '/grub/grub.cfg': '', '/vmlinuz': '', '/config': '', '/.vmlinuz.hmac': '' };

type Known = Exclude<Era, 'unknown'>;
type Trees = Disk & Readonly<Record<'EFI' | 'ROOT', MemoryTree>>;

/** An image of each era as a build makes it. */
const STOCK: Readonly<Record<Known, Trees>> = {
  'grub-two-banks': { EFI: GRUB_ESP, BOOT: GRUB_FILES, ROOT: {}, PRIVATE: { '/bootconfig.data': '' }, others: ['EFI-B', 'BOOT-B', 'ROOT-B', 'HASH-B'] },
  'grub-one-bank': { EFI: GRUB_ESP, BOOT: GRUB_FILES, ROOT: {}, PRIVATE: { '/bootconfig.data': '' }, others: ['HASH-A'] },
  'uki-systemd-boot': {
    EFI: { [DIRECT]: SHIM, '/EFI/BOOT/mmx64.efi': SHIM, '/EFI/BOOT/systemd-bootx64.efi': SHIM, '/loader/loader.conf': '' },
    BOOT: { '/EFI/Linux/bottlerocket.efi': UKI, '/EFI/Linux/.bottlerocket.efi.hmac': '' },
    ROOT: {},
    PRIVATE: {},
    xbootldr: true,
  },
  'uki-direct': { EFI: { [DIRECT]: UKI, '/EFI/BOOT/.bottlerocket.efi.hmac': '' }, ROOT: {}, PRIVATE: {} },
};
const ERAS = Object.keys(STOCK) as Known[];

async function collect(disk: Disk): Promise<BootEra> {
  const fact = await collectWith(collectBootEra, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootEra;
}

/** `kind where what`, or the kind of the failure. */
const problems = (era: BootEra) => era.problems.map((each) => ('kind' in each ? `${each.kind} ${each.where} ${each.what}` : `? ${each.$unreadable.kind}`));
const edit = (disk: Trees, place: Place | 'ROOT', change: (tree: MemoryTree) => MemoryTree): Disk => ({
  ...disk,
  [place]: change((disk[place] ?? {}) as MemoryTree),
});
const without = (paths: readonly string[]) => (tree: MemoryTree) =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.some((each) => path.toLowerCase() === each.toLowerCase())));

describe('boot.era: what an image of each era has', () => {
  it.each(ERAS)('%s has no problems', async (era) => {
    const value = await collect(STOCK[era]);
    expect([value.era, problems(value)]).toEqual([era, []]);
    expect(value.evidence.length).toBeGreaterThan(0);
  });

  const required = REQUIRED.flatMap((row) => row.eras.map((era) => ({ ...row, era: era as Known, name: row.paths.join(' or ') })));
  // Without its firmware file a UKI of that era is none at all.
  it.each(required.filter(({ era, name }) => !(era === 'uki-direct' && name.startsWith(DIRECT))))(
    '$era needs $where $name',
    async ({ era, where, paths, name }) => {
      const value = await collect(edit(STOCK[era], where, without(paths)));
      expect([value.era, problems(value)]).toEqual([era, [`missing ${where} ${name}`]]);
    },
  );

  it.each(required.filter(({ paths, era }) => paths.length > 1 && era !== 'uki-direct'))(
    '$era takes $name on the other architecture',
    async ({ era, where, paths }) => {
      const [x64, aa64] = paths as [string, string];
      const move = (tree: MemoryTree) => ({ ...without(paths)(tree), [aa64]: tree[x64] ?? SHIM });
      expect(problems(await collect(edit(STOCK[era], where, move)))).toEqual([]);
    },
  );

  it.each(ERAS)('%s may have all names of the ESP in lower case, as FAT has none', async (era) => {
    const lower = (tree: MemoryTree) => Object.fromEntries(Object.entries(tree).map(([path, content]) => [path.toLowerCase(), content]));
    expect(problems(await collect(edit(STOCK[era], 'EFI', lower)))).toEqual([]);
  });
});

describe('boot.era: what belongs to another era', () => {
  const forbidden = FORBIDDEN.flatMap((row) => row.eras.map((era) => ({ ...row, era: era as Known, name: row.paths.join(' or ') })));

  it.each(forbidden.filter(({ era, where }) => !(era === 'uki-direct' && where === 'BOOT')))(
    '$era has no $where $name',
    async ({ era, where, paths, name }) => {
      for (const path of paths) {
        const value = await collect(edit(STOCK[era], where, (tree) => ({ ...tree, [path]: 'x' })));
        expect([value.era, problems(value)]).toEqual([era, [`unexpected ${where} ${name}`]]);
      }
    },
  );

  it.each(forbidden.filter(({ era, where }) => era === 'uki-direct' && where === 'BOOT'))('$era has neither BOOT nor $name on it', async ({ paths, name }) => {
    const value = await collect({ ...STOCK['uki-direct'], BOOT: { [paths[0]!]: '' }, xbootldr: true });
    expect([value.era, problems(value).sort()]).toEqual(['uki-direct', [`unexpected BOOT ${name}`, 'unexpected DISK partition BOOT-A']]);
  });

  it.each<[string, Known, readonly string[], readonly string[]]>([
    ['a second bank beside one BOOT', 'grub-one-bank', ['ROOT-B'], ['ROOT-B']],
    ['the placeholder of a second ESP', 'grub-one-bank', ['EFI-B'], ['EFI-B']],
    ['a second bank beside a UKI', 'uki-direct', ['ROOT-B', 'HASH-B'], ['ROOT-B', 'HASH-B']],
    ['a second bank beside systemd-boot', 'uki-systemd-boot', ['ROOT-B'], ['ROOT-B']],
    ['XBOOTLDR beside GRUB', 'grub-one-bank', ['XBOOTLDR-A'], []],
  ])('partitions: %s', async (_, era, others, expected) => {
    const disk = STOCK[era];
    expect(problems(await collect({ ...disk, others: [...(disk.others ?? []), ...others] }))).toEqual(
      expected.map((name) => `unexpected DISK partition ${name}`),
    );
  });

  it.each(['uki-systemd-boot', 'grub-one-bank'] as const)('%s has one kind of BOOT', async (era) => {
    const evidence = evidenceOf(STOCK[era]);
    const boot = evidence.partitions.find(({ role }) => role === 'BOOT')!;
    const typeGuid = evidenceOf(STOCK[era === 'grub-one-bank' ? 'uki-systemd-boot' : 'grub-one-bank']).partition('BOOT')!.typeGuid;
    const fact = await collectWith(collectBootEra, { ...evidence, partitions: [...evidence.partitions, { ...boot, typeGuid }] });
    expect(problems((fact as { value: BootEra }).value)).toEqual(['unexpected DISK partition BOOT-A']);
  });

  it('two banks need the placeholder of the second ESP', async () => {
    expect(problems(await collect({ ...STOCK['grub-two-banks'], others: ['BOOT-B', 'ROOT-B'] }))).toEqual(['missing DISK partition EFI-B']);
  });
});

describe('boot.era: what ROOT says of itself', () => {
  const uki = (era: Known) => era.startsWith('uki');

  it.each(ERAS)('%s: image-format.env must say the same', async (era) => {
    const stating = (value: string) => collect(edit(STOCK[era], 'ROOT', (tree) => ({ ...tree, [FORMAT]: `UKI_IMAGE=${value}\n` })));
    expect(problems(await stating(String(uki(era))))).toEqual([]);
    expect(problems(await stating(String(!uki(era))))).toEqual([`contradiction ROOT image-format.env says UKI_IMAGE=${!uki(era)}`]);
    expect(problems(await stating('perhaps'))).toEqual(['? format']);
  });

  it.each(ERAS)('%s: image-features.env must say the same of updates', async (era) => {
    const updates = era === 'grub-two-banks';
    const stating = (value: string) => collect(edit(STOCK[era], 'ROOT', (tree) => ({ ...tree, [FEATURES]: `IN_PLACE_UPDATES=${value}\n` })));
    expect(problems(await stating(String(updates)))).toEqual([]);
    expect(problems(await stating(String(!updates)))).toEqual([`contradiction ROOT image-features.env says IN_PLACE_UPDATES=${!updates}`]);
    expect(problems(await stating(''))).toEqual(['? format']);
  });

  it('older images say nothing', async () => {
    const ROOT = { [FEATURES]: 'DATA_PARTITION_FILESYSTEM=xfs\n', [FORMAT]: 'IMAGE_FORMAT=raw\n' };
    expect(problems(await collect({ ...STOCK['grub-one-bank'], ROOT }))).toEqual([]);
  });

  it('a damaged ROOT is told', async () => {
    expect(problems(await collect({ ...STOCK['grub-one-bank'], ROOT: 'damaged' }))).toContain('? format');
  });
});

describe('boot.era: what cannot be read', () => {
  it('an image without PRIVATE has no carrier for a boot configuration, and needs none', async () => {
    const { PRIVATE: _, ...standalone } = STOCK['grub-one-bank'];
    expect(problems(await collect(standalone))).toEqual([]);
  });

  it.each<[string, Known, Disk, readonly string[]]>([
    ['PRIVATE', 'grub-one-bank', { PRIVATE: 'damaged' }, ['? format']],
    ['the ESP', 'grub-one-bank', { EFI: 'damaged' }, ['? format']],
    ['a folder of the ESP that must hold files', 'grub-one-bank', { EFI: { '/EFI/BOOT': '!/' } }, ['? format']],
    ['a folder of the ESP that must not be there', 'grub-one-bank', { EFI: { ...GRUB_ESP, '/loader': '!/' } }, ['? format']],
    [
      'a folder of BOOT that must not be there',
      'uki-systemd-boot',
      { BOOT: { ...(STOCK['uki-systemd-boot'].BOOT as MemoryTree), '/grub': '!/' } },
      ['? format'],
    ],
    ['PRIVATE of a UKI image, where nothing is looked for', 'uki-direct', { PRIVATE: 'damaged' }, []],
  ])('%s of %s', async (_, era, change, expected) => {
    const value = await collect({ ...STOCK[era], ...change });
    expect([value.era, problems(value)]).toEqual([era, expected]);
  });

  it.each<[string, Disk, readonly string[]]>([
    ['nothing that boots', { EFI: {}, ROOT: {} }, ['missing DISK a BOOT partition for GRUB, or a UKI where the firmware or systemd-boot looks for one']],
    ['no ESP', { ROOT: {} }, ['missing DISK a BOOT partition for GRUB, or a UKI where the firmware or systemd-boot looks for one']],
    ['a damaged ESP without BOOT', { EFI: 'damaged', ROOT: {} }, ['? format']],
    [
      'a damaged program as the firmware’s file without BOOT',
      { EFI: { [DIRECT]: Buffer.concat([UKI.subarray(0, 0x46), Buffer.of(0xff, 0xff), UKI.subarray(0x48)]) } },
      ['? format'],
    ],
    ['two UKIs for systemd-boot', { EFI: {}, BOOT: { '/EFI/Linux/a.efi': UKI, '/EFI/Linux/b.efi': UKI }, xbootldr: true }, ['? unsupported']],
  ])('unknown: %s', async (_, disk, expected) => {
    const value = await collect(disk);
    expect([value.era, value.evidence, problems(value)]).toEqual(['unknown', [], expected]);
  });

  it.each<[string, Disk]>([
    ['GRUB and a UKI', { ...STOCK['grub-one-bank'], EFI: STOCK['uki-direct'].EFI }],
    ['UKIs for two architectures', { EFI: { [DIRECT]: UKI, '/EFI/BOOT/BOOTAA64.EFI': UKI } }],
  ])('unknown, and a contradiction: %s', async (_, disk) => {
    const value = await collect(disk);
    expect(value.era).toBe('unknown');
    expect(problems(value)).toEqual([expect.stringMatching(/^contradiction DISK boot path: .*depends on the firmware$/)]);
  });
});
