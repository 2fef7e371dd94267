import { createHash } from 'node:crypto';
import { memorySource } from '@staticfire/read/block-source';
import type { FileSystem } from '@staticfire/read/filesystem';
import { authenticodeDigest, readPe } from '@staticfire/read/formats/pe';
import { ukiFile, withCertificate } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import type { BootFiles } from './boot-files.schema.ts';
import { collectBootFiles } from './collect-boot-files.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const program = (name: string) => ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from(name) }] });

const SIGNED_DATA = '2a864886f70d010702';
const INDIRECT_DATA = '2b060104018237020104';
const SHA256 = '608648016503040201';
const SHA3_256 = '608648016503040208';

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([content.length < 128 ? Buffer.of(tag, content.length) : Buffer.of(tag, 0x82, content.length >> 8, content.length & 255), content]);
}
const oid = (hex: string) => der(6, Buffer.from(hex, 'hex'));

/** SignedData over a digest, with nobody's signature. */
function signatureOver(digest: string, algorithm = SHA256): Buffer {
  const info = der(0x30, der(0x30, oid(algorithm)), der(4, Buffer.from(digest, 'hex')));
  const content = der(0x30, oid(INDIRECT_DATA), der(0xa0, der(0x30, der(0x30), info)));
  return der(0x30, oid(SIGNED_DATA), der(0xa0, der(0x30, der(2, Buffer.of(1)), der(0x31), content)));
}

const digestOf = (file: Buffer) => authenticodeDigest(readPe(memorySource(file)), 'sha256');
const signed = (file: Buffer, of = file) => withCertificate(file, signatureOver(digestOf(of)));
const [SHIM, GRUB, KERNEL] = [program('shim'), program('grub'), program('kernel')];

async function collect(disk: Disk): Promise<BootFiles> {
  const fact = await collectWith(collectBootFiles, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootFiles;
}

/** `PARTITION path kind`, or the kind of the failure. */
const names = ({ files }: BootFiles) => files.map((file) => ('path' in file ? `${file.partition} ${file.path} ${file.kind}` : file.$unreadable.kind));

describe('boot.files', () => {
  it('lists both partitions, the ESP first, sorted, without their roots', async () => {
    const BOOT = { '/vmlinuz': 'k', '/grub/grub.cfg': 'x', '/.vmlinuz.hmac': 'h' };
    expect(names(await collect({ EFI: { '/EFI/BOOT/grubx64.efi': GRUB, '/EFI/BOOT/bootx64.efi': SHIM }, BOOT }))).toEqual([
      'EFI /EFI folder',
      'EFI /EFI/BOOT folder',
      'EFI /EFI/BOOT/bootx64.efi firmware-loader',
      'EFI /EFI/BOOT/grubx64.efi grub',
      'BOOT /.vmlinuz.hmac hmac',
      'BOOT /grub folder',
      'BOOT /grub/grub.cfg grub-config',
      'BOOT /vmlinuz kernel',
    ]);
  });

  it('tells of a file its size and digest, and of a program whether it is signed', async () => {
    const { files } = await collect({ EFI: { '/a.efi': SHIM }, BOOT: { '/config': 'x' } });
    expect(files).toEqual([
      {
        partition: 'EFI',
        path: '/a.efi',
        type: 'file',
        size: SHIM.length,
        sha256: sha256(SHIM),
        kind: 'unknown',
        efiProgram: true,
        carries: [],
        signed: false,
      },
      { partition: 'BOOT', path: '/config', type: 'file', size: 1, sha256: sha256(Buffer.from('x')), kind: 'kernel-config', efiProgram: false },
    ]);
  });

  it('does not follow links', async () => {
    expect((await collect({ BOOT: { '/real': 'x', '/vmlinuz': '-> real' } })).files).toContainEqual({
      partition: 'BOOT',
      path: '/vmlinuz',
      type: 'symlink',
      size: 4,
      kind: 'unknown',
      efiProgram: false,
    });
  });

  it.each<[string, Disk, readonly string[]]>([
    ['a damaged ESP', { EFI: 'damaged', BOOT: { '/config': '' } }, ['format', 'BOOT /config kernel-config']],
    ['a damaged BOOT', { EFI: { '/loader/': '' }, BOOT: 'damaged' }, ['EFI /loader folder', 'format']],
    ['a damaged inode', { EFI: { '/a': '!', '/loader/': '' } }, ['format', 'EFI /loader folder']],
    ['a folder that is damaged behind its first names', { BOOT: { '/grub': '!/' } }, ['BOOT /grub folder', 'format']],
    ['nothing on the ESP', { EFI: 'nothing', BOOT: { '/config': '' } }, ['BOOT /config kernel-config']],
    ['no ESP', { BOOT: { '/config': '' } }, ['BOOT /config kernel-config']],
  ])('tells %s and what can be read', async (_, disk, expected) => expect(names(await collect(disk))).toEqual(expected));

  it('is absent where neither partition is', async () => {
    expect((await collectWith(collectBootFiles, evidenceOf({ ROOT: {} }))).state).toBe('absent');
  });

  it('ends after 1000 names, and says so', async () => {
    const many: MemoryTree = Object.fromEntries(Array.from({ length: 1003 }, (_, index) => [`/f${index}`, '']));
    const { files } = await collect({ EFI: many, BOOT: { '/vmlinuz': 'k' } });
    expect(files).toHaveLength(1001);
    expect(files.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });
});

describe('boot.files of a sparse file', () => {
  /** A filesystem that gives `/big` another size than it has. */
  async function collectSized(size: number): Promise<BootFiles> {
    const evidence = evidenceOf({ BOOT: { '/big': 'x', '/config': 'y' } });
    const fs = evidence.fileSystem('BOOT')!;
    const sized: FileSystem = {
      ...fs,
      info: { ...fs.info, length: 1024 },
      stat: (inode) => ({ ...fs.stat(inode), ...(inode === 2 ? { size } : {}) }),
      readInto: (_, __, target) => target.length,
    };
    const fact = await collectWith(collectBootFiles, { ...evidence, fileSystem: (role) => (role === 'BOOT' ? sized : undefined) });
    return (fact as { value: BootFiles }).value;
  }

  it.each([
    ['of a pebibyte', 2 ** 50],
    ['of more than a file may have', 16 * 1024 + 1],
    ['of more than all files may have', 4 * 1024 + 1],
  ])('%s is not read, the others are', async (_, size) => {
    expect(names(await collectSized(size))).toEqual(['limit', 'BOOT /config kernel-config']);
  });

  it('reads what fits', async () => expect(names(await collectSized(4 * 1024 - 1))).toEqual(['BOOT /big unknown', 'BOOT /config kernel-config']));
});

describe('boot.files: signatures', () => {
  it.each<[string, readonly Buffer[], BootFiles['signing']]>([
    ['no program', [], 'none'],
    ['nothing signed', [SHIM, GRUB], 'none'],
    ['all signed', [signed(SHIM), signed(GRUB)], 'all'],
    ['one signed', [signed(SHIM), GRUB], 'some'],
    ['signed twice', [withCertificate(signed(SHIM), signatureOver(digestOf(SHIM)))], 'all'],
    ['of other content', [signed(SHIM), signed(GRUB, SHIM)], 'other-content'],
    ['of other content beside the right one', [withCertificate(signed(SHIM), signatureOver(digestOf(GRUB)))], 'other-content'],
    ['no DER at all', [withCertificate(SHIM, Buffer.from('no signature'))], 'other-content'],
  ])('%s', async (_, programs, expected) => {
    const EFI = { '/x': 'no program', ...Object.fromEntries(programs.map((bytes, index) => [`/${index}.efi`, bytes])) };
    expect((await collect({ EFI })).signing).toBe(expected);
  });

  it.each([
    ['this file', signed(SHIM), true],
    ['another file', signed(SHIM, GRUB), false],
    ['this file and another', withCertificate(signed(SHIM, GRUB), signatureOver(digestOf(SHIM))), false],
    ['nothing that is a signature', withCertificate(SHIM, Buffer.from('no signature')), false],
  ])('tells that a signature is of %s', async (_, bytes, matches) => {
    expect((await collect({ EFI: { '/a': bytes } })).files[0]).toMatchObject({ signed: true, signedDigestMatches: matches });
  });

  it.each([
    ['a digest that is not computed', withCertificate(SHIM, signatureOver('00'.repeat(32), SHA3_256))],
    ['a digest that is not computed beside one that is', withCertificate(signed(SHIM), signatureOver('00'.repeat(32), SHA3_256))],
    ['an entry of another type', withCertificate(SHIM, Buffer.alloc(32), 1)],
    ['an entry of another type beside a signature', withCertificate(signed(KERNEL), Buffer.alloc(32), 1)],
  ])('leaves the file open for %s', async (_, bytes) => {
    expect(names(await collect({ EFI: { '/a': bytes } }))).toEqual(['unsupported']);
  });

  it('tells a program whose headers are damaged', async () => {
    const damaged = Buffer.from(SHIM);
    damaged.writeUInt16LE(0xffff, 0x40 + 6);
    expect(names(await collect({ EFI: { '/a': damaged, '/loader/': '' } }))).toEqual(['format', 'EFI /loader folder']);
  });
});
