import { createHash } from 'node:crypto';
import { ukiFile, withCertificate } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { BootUki } from './boot-uki.schema.ts';
import { collectBootUki } from './collect-boot-uki.ts';

const CONTENT: Readonly<Record<string, string>> = {
  '.osrel': 'ID=bottlerocket\nVARIANT_ID="aws-x"\n',
  '.cmdline': 'ro',
  '.uname': '6.18.1',
  '.sbat': 'sbat,1,SBAT Version,sbat,1,https://example.invalid\nlab,2,lab,x,1,https://example.invalid\n',
  '.linux': 'kernel',
};
const file = (names: readonly string[], machine: 'x64' | 'aa64' = 'x64') =>
  ukiFile({ machine, sections: names.map((name) => ({ name, bytes: Buffer.from(CONTENT[name] ?? 'x') })) });
const ALL = Object.keys(CONTENT);
const direct = (bytes: Uint8Array): Disk => ({ EFI: { '/EFI/BOOT/BOOTX64.EFI': bytes } });

async function collect(disk: Disk): Promise<BootUki> {
  const fact = await collectWith(collectBootUki, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootUki;
}

describe('boot.uki', () => {
  it('says what a UKI of a build says', async () => {
    const bytes = file(ALL);
    const value = await collect(direct(bytes));
    expect(value).toMatchObject({
      ...{ partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', startedBy: 'firmware', machine: 'x64', length: bytes.length },
      ...{ sha256: createHash('sha256').update(bytes).digest('hex'), missingSections: [], unexpectedSections: [], uname: '6.18.1', cmdline: 'ro' },
      osRelease: [
        { key: 'ID', value: 'bottlerocket' },
        { key: 'VARIANT_ID', value: 'aws-x' },
      ],
      sbat: [
        { component: 'sbat', generation: '1' },
        { component: 'lab', generation: '2' },
      ],
      ...{ signatures: [], signed: false },
    });
    expect(value.sections.map(({ name }) => name)).toEqual(['.text', ...ALL]);
  });

  it('is told by whom it is started', async () => {
    const BOOT = { '/EFI/Linux/bottlerocket.efi': file(ALL, 'aa64') };
    expect(await collect({ EFI: {}, BOOT, xbootldr: true })).toMatchObject({ partition: 'BOOT', startedBy: 'systemd-boot', machine: 'aa64' });
  });

  it.each(ALL.filter((name) => name !== '.linux'))('lacks %s', async (name) => {
    const value = await collect(direct(file(ALL.filter((each) => each !== name))));
    expect(value.missingSections).toEqual([name]);
  });

  it.each(['.initrd', '.profile', '.dtb', '.dtbauto', '.ucode', '.pcrsig', '.splash', '.hwids', '.evil'])('has no %s', async (name) => {
    expect((await collect(direct(file([...ALL, name])))).unexpectedSections).toEqual([name]);
  });

  it('names an initial ramdisk in each profile', async () => {
    expect((await collect(direct(file([...ALL, '.profile', '.initrd'])))).unexpectedSections).toEqual(['.profile', '.initrd']);
  });

  it('is signed by as many entries as there are; its Authenticode digest stays', async () => {
    const bytes = file(ALL);
    const twice = await collect(direct(withCertificate(withCertificate(bytes, Buffer.from('a')), Buffer.from('b'))));
    expect([twice.signed, twice.signatures.length]).toEqual([true, 2]);
    expect(twice.authenticode).toBe((await collect(direct(bytes))).authenticode);
  });

  it.each<[string, Disk, string]>([
    ['GRUB boots', { EFI: {}, BOOT: {} }, 'absent'],
    ['nothing boots', { EFI: {} }, 'absent'],
    ['it has a section twice', direct(file([...ALL, '.osrel'])), 'unreadable'],
    [
      'its os-release is no text',
      direct(
        ukiFile({
          machine: 'x64',
          sections: [
            { name: '.osrel', bytes: Buffer.of(0xff) },
            { name: '.linux', bytes: Buffer.of(1) },
          ],
        }),
      ),
      'unreadable',
    ],
  ])('when %s: %s', async (_, disk, state) => expect((await collectWith(collectBootUki, evidenceOf(disk))).state).toBe(state));
});
