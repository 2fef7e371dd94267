import { createHash } from 'node:crypto';
import type { Source } from '@staticfire/facts';
import { memorySource } from '@staticfire/read/block-source';
import { UnsupportedError } from '@staticfire/read/bytes';
import { readPe } from '@staticfire/read/formats/pe';
import type { Image } from '@staticfire/read/image';
import { bzImage, ukiFile, withCertificate } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { NO_LOG, type SourceLog } from '../collector.ts';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { encodeBootConfig } from '../fixtures/encode-boot-config.ts';
import { openBankEvidence } from './bank-evidence.ts';
import { readPeSignatures } from './read-pe-signatures.ts';

const GRUB = 'menuentry m {\n linux ($root)/vmlinuz bootconfig ro\n initrd ($private)/bootconfig.data\n boot\n}\n';
const section = (name: string, bytes: Uint8Array | string) => ({ name, bytes: Buffer.from(bytes) });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let kernel: Buffer;
let uki: Buffer;
beforeAll(async () => {
  kernel = await bzImage({ version: '6.1.1', codec: 'zstd', config: 'CONFIG_A=y\n', codeLength: 64 });
  uki = ukiFile({ machine: 'x64', sections: [section('.cmdline', 'ro'), section('.uname', '6.1.1'), section('.linux', kernel)] });
});

function logOf(read: (sources: SourceLog) => unknown): Source[] {
  const sources: Source[] = [];
  try {
    read({ ...NO_LOG, add: (source) => void sources.push(source) });
  } catch {}
  return sources;
}

describe('what is read of a bank', () => {
  it('is read once, and told to everyone who asks, also when it failed', () => {
    const evidence = evidenceOf({ EFI: {}, BOOT: { '/grub/grub.cfg': 'menuentry "m {' } });
    const first = logOf(evidence.grubConfig);
    expect(first).toEqual([{ bank: 'A', partition: 'BOOT', path: '/grub/grub.cfg', offset: 0, length: 14, sha256: sha256(Buffer.from('menuentry "m {')) }]);
    expect(logOf(evidence.grubConfig)).toEqual(first);
    expect(logOf(evidence.commandLine)).toEqual(first);
    let errors: unknown[] = [];
    for (const read of [evidence.grubConfig, evidence.grubConfig]) {
      try {
        read(NO_LOG);
      } catch (error) {
        errors = [...errors, error];
      }
    }
    expect(errors).toHaveLength(2);
    expect(errors[0]).toBe(errors[1]);
  });

  it('is its own, and the one ESP and PRIVATE', () => {
    const partitions = ['EFI-A', 'BOOT-A', 'EFI-B', 'BOOT-B', 'PRIVATE'].map((name) => ({ role: name.split('-')[0], bank: name.split('-')[1], name }));
    const evidence = openBankEvidence({ disk: {}, partitions } as unknown as Image, 'B');
    expect((['EFI', 'BOOT', 'PRIVATE', 'ROOT'] as const).map((role) => (evidence.partition(role) as { name?: string } | undefined)?.name)).toEqual([
      ...['EFI-A', 'BOOT-B', 'PRIVATE'],
      undefined,
    ]);
  });

  it('has grub.cfg only where GRUB boots', () => {
    expect(evidenceOf({ EFI: {}, BOOT: { '/grub/grub.cfg': GRUB }, xbootldr: true }).grubConfig(NO_LOG)).toBeUndefined();
  });
});

describe('kernelFile', () => {
  it('is /vmlinuz where GRUB boots', () => {
    const evidence = evidenceOf({ BOOT: { '/vmlinuz': kernel, '/grub/grub.cfg': GRUB } });
    const file = evidence.kernelFile(NO_LOG)!;
    expect(file).toMatchObject({ partition: 'BOOT', path: '/vmlinuz', insideUki: false, sha256: sha256(kernel) });
    expect(file.image().banner?.release).toBe('6.1.1');
    expect(logOf(evidence.kernelFile)).toContainEqual({
      bank: 'A',
      partition: 'BOOT',
      path: '/vmlinuz',
      offset: 0,
      length: kernel.length,
      sha256: sha256(kernel),
    });
  });

  it('is the section of the UKI, hashed alone', () => {
    const file = evidenceOf({ EFI: { '/EFI/BOOT/BOOTX64.EFI': uki } }).kernelFile(NO_LOG)!;
    expect(file).toMatchObject({ partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', insideUki: true, sha256: sha256(kernel) });
    expect(file.image().config?.text).toBe('CONFIG_A=y\n');
  });

  it.each<[string, () => Disk]>([
    ['BOOT has none', () => ({ BOOT: { '/grub/grub.cfg': GRUB } })],
    ['nothing boots', () => ({ EFI: {}, ROOT: { '/vmlinuz': kernel } })],
    [
      'a UKI has only a profile with a kernel',
      () => ({ EFI: { '/EFI/BOOT/BOOTX64.EFI': ukiFile({ machine: 'x64', sections: [section('.profile', 'ID=x'), section('.linux', kernel)] }) } }),
    ],
    ['BOOT is read by systemd-boot', () => ({ EFI: {}, BOOT: { '/vmlinuz': kernel }, xbootldr: true })],
  ])('is none when %s', (_, disk) => expect(evidenceOf(disk()).kernelFile(NO_LOG)).toBeUndefined());

  it.each([
    ['another file', 'linux ($root)/vmlinuz.old ro'],
    ['another device', 'linux ($private)/vmlinuz ro'],
    ['another root', 'set root=hd1\nlinux ($root)/vmlinuz ro'],
  ])('is not read when grub.cfg names %s', (_, linux) => {
    const evidence = evidenceOf({ BOOT: { '/vmlinuz': kernel, '/grub/grub.cfg': `menuentry m {\n${linux}\n}\n` } });
    expect(() => evidence.kernelFile(NO_LOG)).toThrow(UnsupportedError);
  });

  it.each<[string, Disk]>([
    ['there is no grub.cfg', {}],
    ['grub.cfg cannot be read', { BOOT: { '/grub/grub.cfg': '}' } }],
  ])('is /vmlinuz when %s', (_, { BOOT }) => {
    const files = typeof BOOT === 'object' ? BOOT : {};
    expect(evidenceOf({ BOOT: { ...files, '/vmlinuz': kernel } }).kernelFile(NO_LOG)?.path).toBe('/vmlinuz');
  });

  it('that cannot be decoded has a digest, and an error that tells the byte of the file', () => {
    const file = evidenceOf({ BOOT: { '/vmlinuz': 'no kernel', '/grub/grub.cfg': GRUB } }).kernelFile(NO_LOG)!;
    expect(file.sha256).toBe(sha256(Buffer.from('no kernel')));
    expect(() => file.image()).toThrow(/^\/vmlinuz: /);
  });
});

describe('ukiFile', () => {
  it('is the whole file, by systemd-boot from BOOT', () => {
    const evidence = evidenceOf({ EFI: {}, BOOT: { '/EFI/Linux/bottlerocket.efi': uki }, xbootldr: true });
    expect(evidence.ukiFile(NO_LOG)).toMatchObject({ startedBy: 'systemd-boot', partition: 'BOOT', path: '/EFI/Linux/bottlerocket.efi', sha256: sha256(uki) });
    expect(logOf(evidence.ukiFile)).toEqual([
      { bank: 'A', partition: 'BOOT', path: '/EFI/Linux/bottlerocket.efi', offset: 0, length: uki.length, sha256: sha256(uki) },
    ]);
  });

  it('is none where GRUB boots', () => expect(evidenceOf({ BOOT: {} }).ukiFile(NO_LOG)).toBeUndefined());
});

describe('bootConfig', () => {
  const data = encodeBootConfig('kernel.a = 1\nother.b = 2\n');
  const read = (disk: Disk) => evidenceOf(disk).bootConfig(NO_LOG);
  const grub = (PRIVATE: Disk['PRIVATE'], config = GRUB): Disk => ({ BOOT: { '/grub/grub.cfg': config }, ...(PRIVATE === undefined ? {} : { PRIVATE }) });

  it.each<[string, Disk]>([
    ['PRIVATE does not exist', grub(undefined)],
    ['PRIVATE has no filesystem', grub('nothing')],
    ['PRIVATE has no such file', grub({})],
    ['it has another case', grub({ '/BOOTCONFIG.DATA': data })],
    [
      'a UKI boots and PRIVATE is noise',
      { EFI: { '/EFI/BOOT/BOOTX64.EFI': ukiFile({ machine: 'x64', sections: [section('.linux', 'x')] }) }, PRIVATE: 'damaged' },
    ],
  ])('is none when %s', (_, disk) => expect(read(disk)).toBeUndefined());

  it('says what it adds and that it applies', () => {
    expect(read(grub({ '/bootconfig.data': data }))).toMatchObject({ applies: true, length: data.length, parameters: { kernel: ['a=1'], init: [] } });
  });

  it('adds nothing without a trailer', () => {
    const found = read(grub({ '/bootconfig.data': 'kernel.a = 1\n' }))!;
    expect(found).toMatchObject({ applies: true, length: 13, parameters: { kernel: [], init: [] } });
    expect(found.config).toBeUndefined();
  });

  it('behind something else is found, and that is told', () => {
    expect(read(grub({ '/bootconfig.data': Buffer.concat([Buffer.from('07070100'), data]) }))?.config?.precedingBytes).toBe(8);
  });

  it.each<[string, Disk]>([
    ['PRIVATE is damaged and GRUB boots', grub('damaged')],
    ['the file’s inode is damaged', grub({ '/bootconfig.data': '!' })],
    ['it is a folder', grub({ '/bootconfig.data/': '' })],
    ['its checksum is wrong', grub({ '/bootconfig.data': Buffer.concat([Buffer.of(data[0]! ^ 1), data.subarray(1)]) })],
    ['another file is handed over as well', grub({ '/bootconfig.data': data }, GRUB.replace('initrd ', 'initrd ($root)/x '))],
    ['another file is handed over instead', grub({}, GRUB.replace('bootconfig.data', 'x'))],
  ])('is not told when %s', (_, disk) => expect(() => read(disk)).toThrow());
});

describe('readPeSignatures', () => {
  const file = ukiFile({ machine: 'x64', sections: [section('.sbat', 'x')] });
  const signatures = (bytes: Buffer) => readPeSignatures(readPe(memorySource(bytes)));

  it('has nothing of a file without any', () => expect(signatures(file)).toEqual([]));

  it('tells entries that cannot be read one by one', () => {
    const two = withCertificate(withCertificate(file, Buffer.from('no signature')), Buffer.from('x'.repeat(20)), 1);
    const kinds = signatures(two).map((each) => ('$unreadable' in each ? each.$unreadable.kind : each.type));
    expect(kinds).toEqual(['format', 'unsupported']);
  });
});
