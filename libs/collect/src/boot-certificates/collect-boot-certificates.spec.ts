import type { Unreadable } from '@staticfire/facts';
import { keyProfile, keySections, signProgram, ukiFile, withCertificate } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { BootCertificates } from './boot-certificates.schema.ts';
import { collectBootCertificates } from './collect-boot-certificates.ts';

const TIME = 1_790_035_200;
const KEYS = keyProfile('lab');
const program = (name: string) => ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from(name) }, ...keySections(name, KEYS)] });
const NONE = ukiFile({ machine: 'x64', sections: [] });

async function collect(disk: Disk): Promise<BootCertificates['certificates']> {
  const fact = await collectWith(collectBootCertificates, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return (fact.value as BootCertificates).certificates;
}

const told = (each: BootCertificates['certificates'][number]) =>
  '$unreadable' in each ? (each as Unreadable).$unreadable.kind : `${each.partition} ${each.path} ${each.place} ${each.commonName}`;

describe('boot.certificates', () => {
  it('names what shim trusts, who signed, and what is for enrolment', async () => {
    const EFI = {
      '/EFI/BOOT/bootx64.efi': signProgram(program('shim'), KEYS.shim, TIME),
      '/EFI/BOOT/grubx64.efi': signProgram(program('GRUB'), KEYS.code, TIME),
      '/EFI/BOOT/db.cer': KEYS.db.der,
    };
    expect((await collect({ EFI, BOOT: { '/vmlinuz': signProgram(program('kernel'), KEYS.code, TIME) } })).map(told)).toEqual([
      'EFI /EFI/BOOT/bootx64.efi vendor-certificate staticfire lab vendor CA',
      'EFI /EFI/BOOT/bootx64.efi signature staticfire lab shim',
      'EFI /EFI/BOOT/db.cer enrolment staticfire lab db CA',
      'EFI /EFI/BOOT/grubx64.efi signature staticfire lab code',
      'BOOT /vmlinuz signature staticfire lab code',
    ]);
  });

  it('says of a certificate what openssl says of it', async () => {
    const [certificate] = await collect({ EFI: { '/EFI/BOOT/db.cer': keyProfile('local').db.der } });
    expect(certificate).toMatchObject({
      selfIssued: true,
      validitySeconds: 3650 * 86_400,
      keyType: 'rsa',
      keyBits: 2048,
      notBefore: '2024-10-24T00:00:00.000Z',
    });
  });

  it('lists both signers of a file that was signed twice', async () => {
    const twice = signProgram(signProgram(NONE, KEYS.code, TIME), KEYS.uki, TIME);
    expect((await collect({ EFI: { '/a.efi': twice } })).map(told)).toEqual([
      'EFI /a.efi signature staticfire lab code',
      'EFI /a.efi signature staticfire lab UKI',
    ]);
  });

  it.each<[string, Buffer, string[]]>([
    ['an unsigned program', NONE, []],
    ['a file that is no program', Buffer.from('text'), []],
    ['a signature that is none', withCertificate(NONE, Buffer.from('no DER')), ['format']],
    ['a certificate of another type', withCertificate(NONE, Buffer.alloc(8), 0x0ef0), ['unsupported']],
  ])('%s', async (_, content, expected) => expect((await collect({ EFI: { '/a.efi': content } })).map(told)).toEqual(expected));

  it('keeps the other certificates when shim’s is damaged', async () => {
    const sections = [{ name: '.vendor_cert', bytes: Buffer.from([5, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5]) }];
    const shim = signProgram(ukiFile({ machine: 'x64', sections }), KEYS.shim, TIME);
    expect((await collect({ EFI: { '/a.efi': shim } })).map(told)).toEqual(['format', 'EFI /a.efi signature staticfire lab shim']);
  });

  it.each([
    ['more than the section', [255, 255, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0], 'format'],
    ['more than any certificate has', [0, 0, 0, 1, 0, 0, 0, 0, 16, 0, 0, 0], 'limit'],
    ['in its own header', [5, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0], 'format'],
  ])('.vendor_cert names a certificate of %s', async (_, header, kind) => {
    const shim = ukiFile({ machine: 'x64', sections: [{ name: '.vendor_cert', bytes: Buffer.from([...header, 0, 0, 0, 0, ...Array(64).fill(1)]) }] });
    expect((await collect({ EFI: { '/a.efi': shim } })).map(told)).toEqual([kind]);
  });

  it('refuses an enrolment certificate of a megabyte', async () =>
    expect((await collect({ EFI: { '/EFI/BOOT/db.crt': Buffer.alloc(1 << 20, 'x') } })).map(told)).toEqual(['limit']));
});
