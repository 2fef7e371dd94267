import { bzImage, ukiFile } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { collectKernelConfig } from './collect-kernel-config.ts';
import type { KernelConfigFact } from './kernel-config.schema.ts';

const DEVEL = '/usr/share/bottlerocket/kernel-devel';
const GRUB = { '/grub/grub.cfg': 'menuentry m {\n linux ($root)/vmlinuz\n}\n' };
const A = 'CONFIG_A=y\n';
const B = 'CONFIG_A=m\n# CONFIG_B is not set\nCONFIG_C="x"\n';

let withConfig: Buffer;
let withoutConfig: Buffer;
let damaged: Buffer;
beforeAll(async () => {
  const recipe = { version: '6.1.1', codec: 'gzip', codeLength: 64 } as const;
  withConfig = await bzImage({ ...recipe, config: A });
  withoutConfig = await bzImage(recipe);
  damaged = await bzImage({ ...recipe, configBytes: Buffer.from('no gzip') });
});

async function collect(disk: Disk): Promise<KernelConfigFact> {
  const fact = await collectWith(collectKernelConfig, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as KernelConfigFact;
}
const places = ({ copies }: KernelConfigFact) => copies.map((copy) => ('path' in copy ? `${copy.place} ${copy.path}` : `? ${copy.$unreadable.kind}`));
const options = (fact: KernelConfigFact) => fact.options.map((each) => ('name' in each ? `${each.name}=${each.value}` : '?'));

describe('kernel.config', () => {
  it('names what the kernel carries first, then BOOT, then the kernel-devel trees', async () => {
    const ROOT = { [`${DEVEL}/6.1.1/.config`]: A, [`${DEVEL}/6.1.2/.config`]: A, [`${DEVEL}/notes`]: 'x', [`${DEVEL}/6.1.3/`]: '' };
    const fact = await collect({ BOOT: { ...GRUB, '/vmlinuz': withConfig, '/config': A }, ROOT });
    expect(places(fact)).toEqual(['IKCONFIG /vmlinuz', 'BOOT /config', `kernel-devel ${DEVEL}/6.1.1/.config`, `kernel-devel ${DEVEL}/6.1.2/.config`]);
    expect(fact).toMatchObject({ agree: true, differences: [], notRead: [], options: [{ name: 'A', value: 'y', line: 1 }] });
  });

  it('goes by the kernel where the copies differ', async () => {
    const fact = await collect({ BOOT: { ...GRUB, '/vmlinuz': withConfig, '/config': B } });
    expect(options(fact)).toEqual(['A=y']);
    expect(fact.agree).toBe(false);
    expect(fact.differences).toEqual([
      { name: 'A', place: 'BOOT', first: 'y', other: 'm' },
      { name: 'C', place: 'BOOT', first: '', other: 'x' },
    ]);
  });

  it('copies in folders of modules and of sources, each once', async () => {
    const ROOT = { '/usr/lib/modules/6.1.1/config': B, '/usr/src/kernels/6.1.1/.config': A, '/usr/src/kernels/notes': 'x', '/usr/lib/modules/6.1.2/': '' };
    const fact = await collect({ BOOT: { ...GRUB, '/vmlinuz': withConfig }, ROOT });
    expect(places(fact)).toEqual(['IKCONFIG /vmlinuz', 'modules /usr/lib/modules/6.1.1/config', 'kernel-sources /usr/src/kernels/6.1.1/.config']);
    expect(fact.differences.map(({ name, place }) => `${place} ${name}`)).toEqual(['modules A', 'modules C']);
  });

  it('more folders than a kernel has', async () => {
    const ROOT = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`/usr/src/kernels/${index}/.config`, A]));
    const fact = await collect({ BOOT: { ...GRUB, '/vmlinuz': withConfig }, ROOT });
    expect(fact.copies.at(-1)).toMatchObject({ $unreadable: { kind: 'limit', structure: '/usr/src/kernels' } });
  });

  it('goes by BOOT where the kernel carries none', async () => {
    const fact = await collect({ BOOT: { ...GRUB, '/vmlinuz': withoutConfig, '/config': B } });
    expect([places(fact), options(fact)]).toEqual([['BOOT /config'], ['A=m', 'B=n', 'C=x']]);
  });

  it('takes the kernel inside of a UKI, and no /config', async () => {
    const sections = [
      { name: '.cmdline', bytes: Buffer.from('ro') },
      { name: '.linux', bytes: withConfig },
    ];
    const fact = await collect({ EFI: { '/EFI/BOOT/BOOTX64.EFI': ukiFile({ machine: 'x64', sections }) } });
    expect(places(fact)).toEqual(['IKCONFIG /EFI/BOOT/BOOTX64.EFI']);
  });

  it('lists at most 1000 differences, and still says that there are some', async () => {
    const many = Array.from({ length: 1500 }, (_, index) => `CONFIG_X${index}=y\n`).join('');
    const fact = await collect({ BOOT: { ...GRUB, '/vmlinuz': withConfig, '/config': many } });
    expect(fact.differences).toHaveLength(1000);
    expect(fact.agree).toBe(false);
  });

  it('says of an archive that it is not read', async () => {
    const notRead = [{ path: `${DEVEL}.squashfs`, why: expect.stringContaining('squashfs') }];
    expect(await collect({ BOOT: { ...GRUB, '/config': A }, ROOT: { [`${DEVEL}.squashfs`]: 'x' } })).toMatchObject({ notRead, agree: true });
    expect(await collect({ ROOT: { [`${DEVEL}.squashfs`]: 'x' } })).toMatchObject({ notRead, copies: [], options: [] });
  });

  it.each<[string, () => Disk, readonly string[], readonly string[]]>([
    ['the kernel’s', () => ({ BOOT: { ...GRUB, '/vmlinuz': damaged, '/config': A } }), ['? format', 'BOOT /config'], ['?', 'A=y']],
    ['the kernel', () => ({ BOOT: { ...GRUB, '/vmlinuz': 'none', '/config': A } }), ['? unsupported', 'BOOT /config'], ['?', 'A=y']],
    ['that of BOOT', () => ({ BOOT: { ...GRUB, '/vmlinuz': withConfig, '/config': '!' } }), ['IKCONFIG /vmlinuz', '? format'], ['A=y']],
    ['a line of that of BOOT', () => ({ BOOT: { ...GRUB, '/vmlinuz': withConfig, '/config': 'CONFIG_A' } }), ['IKCONFIG /vmlinuz', '? format'], ['A=y']],
    ['the folder of the trees', () => ({ BOOT: { ...GRUB, '/config': A }, ROOT: { [DEVEL]: '!/' } }), ['BOOT /config', '? format'], ['A=y']],
    ['BOOT', () => ({ BOOT: 'damaged', ROOT: { [`${DEVEL}/6/.config`]: A } }), ['? format', `kernel-devel ${DEVEL}/6/.config`], ['?', 'A=y']],
    ['ROOT', () => ({ BOOT: { ...GRUB, '/vmlinuz': withConfig }, ROOT: 'damaged' }), ['IKCONFIG /vmlinuz', '? format'], ['A=y']],
  ])('one that cannot be read is told beside the others: %s', async (_, disk, copies, named) => {
    const fact = await collect(disk());
    expect([places(fact), options(fact)]).toEqual([copies, named]);
  });

  it('is not judged by BOOT where grub.cfg boots another kernel', async () => {
    const BOOT = { '/grub/grub.cfg': 'menuentry m {\n linux ($root)/other\n}\n', '/vmlinuz': withConfig, '/config': A };
    const fact = await collect({ BOOT });
    expect([places(fact), options(fact)]).toEqual([
      ['? unsupported', 'BOOT /config'],
      ['?', 'A=y'],
    ]);
  });

  it.each<[string, () => Disk]>([
    ['nothing', () => ({})],
    ['a kernel without one', () => ({ BOOT: { ...GRUB, '/vmlinuz': withoutConfig } })],
    ['/config where GRUB does not boot', () => ({ EFI: {}, BOOT: { '/config': A }, xbootldr: true })],
    ['a tree without one', () => ({ ROOT: { [`${DEVEL}/6.12/scripts/module.lds`]: 'x' } })],
  ])('is absent with %s', async (_, disk) => expect((await collectWith(collectKernelConfig, evidenceOf(disk()))).state).toBe('absent'));
});
