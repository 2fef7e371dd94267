import { createHmac } from 'node:crypto';
import { arm64Image, bzImage, ukiFile, withCertificate } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { BootKernel } from './boot-kernel.schema.ts';
import { collectBootKernel } from './collect-boot-kernel.ts';

const GRUB = { '/grub/grub.cfg': 'menuentry m {\n linux ($root)/vmlinuz\n}\n' };
const hmacLine = (bytes: Uint8Array, name: string) => `${createHmac('sha512', 'FIPS-FTW-RHT2009').update(bytes).digest('hex')}  ${name}\n`;
const section = (name: string, bytes: Uint8Array | string) => ({ name, bytes: Buffer.from(bytes) });

let kernel: Buffer;
let uki: Buffer;
beforeAll(async () => {
  kernel = await bzImage({ version: '6.1.112', codec: 'zstd', config: 'CONFIG_A=y\n', codeLength: 64 });
  uki = ukiFile({ machine: 'x64', sections: [section('.cmdline', 'ro'), section('.linux', kernel)] });
});

async function collect(disk: Disk): Promise<BootKernel> {
  const fact = await collectWith(collectBootKernel, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootKernel;
}
const boot = (files: Readonly<Record<string, string | Uint8Array>>): Disk => ({ BOOT: { ...GRUB, '/vmlinuz': kernel, ...files } });

describe('boot.kernel', () => {
  it('describes the file on BOOT', async () => {
    expect(await collect(boot({ '/.vmlinuz.hmac': hmacLine(kernel, 'vmlinuz') }))).toMatchObject({
      ...{ partition: 'BOOT', path: '/vmlinuz', insideUki: false, length: kernel.length, format: 'bzImage', architecture: 'x86_64', compression: 'zstd' },
      ...{ release: '6.1.112', headerRelease: '6.1.112', releasesAgree: true, hasConfig: true, signed: false, signatures: [] },
      hmacs: [{ partition: 'BOOT', path: '/.vmlinuz.hmac', fileName: 'vmlinuz', namesKernel: true, matches: true }],
    });
  });

  it('describes a kernel without compression and configuration', async () => {
    const bytes = arm64Image({ version: '6.12.1', codeLength: 64 });
    const value = await collect(boot({ '/vmlinuz': bytes }));
    expect(value).toMatchObject({ format: 'arm64-image', architecture: 'aarch64', release: '6.12.1', hasConfig: false });
    expect(value).not.toHaveProperty('compression');
  });

  it('inside a UKI has its own signature, and the HMAC of the whole UKI', async () => {
    const signed = withCertificate(uki, Buffer.from('x'));
    const EFI = { '/EFI/BOOT/BOOTX64.EFI': signed, '/EFI/BOOT/.bottlerocket.efi.hmac': hmacLine(signed, 'EFI/BOOT/BOOTX64.EFI') };
    expect(await collect({ EFI })).toMatchObject({
      ...{ partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', insideUki: true, length: kernel.length, signed: false },
      hmacs: [{ partition: 'EFI', namesKernel: true, matches: true }],
    });
  });

  it('takes the HMAC of a UKI from the partition that it is on', async () => {
    const BOOT = { '/EFI/Linux/bottlerocket.efi': uki, '/EFI/Linux/.bottlerocket.efi.hmac': hmacLine(uki, 'EFI/Linux/bottlerocket.efi') };
    expect((await collect({ EFI: { '/EFI/BOOT/.bottlerocket.efi.hmac': 'x' }, BOOT, xbootldr: true })).hmacs).toMatchObject([
      { partition: 'BOOT', namesKernel: true, matches: true },
    ]);
  });

  it('does not mind the case of a name on FAT', async () => {
    const EFI = { '/efi/boot/bootx64.efi': uki, '/efi/boot/.BOTTLEROCKET.efi.hmac': hmacLine(uki, 'EFI/BOOT/bootx64.efi') };
    expect((await collect({ EFI })).hmacs).toMatchObject([{ namesKernel: true, matches: true }]);
  });

  it.each<[string, (k: Buffer) => string, object]>([
    ['of other bytes', (k) => hmacLine(k.subarray(1), 'vmlinuz'), { namesKernel: true, matches: false }],
    ['for another file', (k) => hmacLine(k, 'vmlinuz.old'), { namesKernel: false, matches: true }],
    ['for a file in a folder', (k) => hmacLine(k, 'x/vmlinuz'), { namesKernel: false, matches: true }],
    ['that is none', () => 'no hmac', { $unreadable: { kind: 'format' } }],
    ['whose inode is damaged', () => '!', { $unreadable: { kind: 'format' } }],
    ['that is too long', () => 'x'.repeat(8193), { $unreadable: { kind: 'limit' } }],
  ])('an HMAC %s', async (_, hmac, expected) => expect((await collect(boot({ '/.vmlinuz.hmac': hmac(kernel) }))).hmacs).toMatchObject([expected]));

  it('names the case of a file where names have one', async () => {
    expect((await collect(boot({ '/.vmlinuz.hmac': hmacLine(kernel, 'VMLINUZ') }))).hmacs).toMatchObject([{ namesKernel: false }]);
  });

  it.each<[string, () => Disk, string]>([
    ['BOOT has none', () => ({ BOOT: GRUB }), 'absent'],
    ['nothing boots', () => ({ EFI: {} }), 'absent'],
    ['it is none', () => boot({ '/vmlinuz': 'text' }), 'unreadable'],
    ['its inode is damaged', () => boot({ '/vmlinuz': '!' }), 'unreadable'],
    ['it is a folder', () => ({ BOOT: { ...GRUB, '/vmlinuz/': '' } }), 'unreadable'],
    ['grub.cfg boots another one', () => boot({ '/grub/grub.cfg': 'menuentry m {\n linux ($root)/other\n}\n' }), 'unreadable'],
    [
      'the section of a UKI is none',
      () => ({ EFI: { '/EFI/BOOT/BOOTX64.EFI': ukiFile({ machine: 'x64', sections: [section('.linux', 'text')] }) } }),
      'unreadable',
    ],
  ])('when %s: %s', async (_, disk, state) => expect((await collectWith(collectBootKernel, evidenceOf(disk()))).state).toBe(state));
});
