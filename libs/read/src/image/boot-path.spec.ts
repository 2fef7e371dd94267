import { ukiFile, withCertificate } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, UnsupportedError } from '../bytes/index.ts';
import type { FileSystem, FileType } from '../filesystem/index.ts';
import { BOOT_PATH_STRUCTURE, type BootEvidence, findBootPath } from './boot-path.ts';
import { XBOOTLDR } from './partition-role.ts';

const GRUB_BOOT = '6b636168-7420-6568-2070-6c616e657421';
const DIRECT = '/EFI/BOOT/BOOTX64.EFI';
const section = (name: string, content: string) => ({ name, bytes: Buffer.from(content) });
const program = (...names: readonly string[]) => ukiFile({ machine: 'x64', sections: names.map((name) => section(name, `content of ${name}`)) });
const uki = ukiFile({ machine: 'x64', sections: [section('.osrel', 'ID=x\n'), section('.cmdline', 'ro'), section('.linux', 'kernel')] });
const shim = program('.sbat');

/** A PE file whose section headers cannot be right, as two of them lie at the same place. */
function damaged(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const second = copy.indexOf('.osrel');
  copy.writeUInt32LE(0x40, second + 20);
  return copy;
}

type Tree = Readonly<Record<string, Uint8Array | 'folder' | 'damaged folder'>>;

/** Files below folders that exist by themselves; FAT unless `exact`. */
function tree(files: Tree, exact = false): FileSystem {
  const nodes: { readonly type: FileType; readonly content: Uint8Array; readonly children: Map<string, number>; readonly broken: boolean }[] = [];
  const add = (content: Uint8Array | 'folder' | 'damaged folder'): number =>
    nodes.push({
      type: typeof content === 'string' ? 'directory' : 'file',
      content: typeof content === 'string' ? new Uint8Array() : content,
      children: new Map(),
      broken: content === 'damaged folder',
    });
  add('folder');
  for (const [path, content] of Object.entries(files)) {
    const names = path.split('/').slice(1);
    let folder = 1;
    for (const [at, name] of names.entries()) {
      const { children } = nodes[folder - 1]!;
      const inode = children.get(name) ?? add(at === names.length - 1 ? content : 'folder');
      children.set(name, inode);
      folder = inode;
    }
  }
  return {
    info: { length: 1024 * 1024 },
    rootInode: 1,
    caseInsensitive: !exact,
    stat: (inode: number) => ({ inode, type: nodes[inode - 1]!.type, size: nodes[inode - 1]!.content.length }),
    *list(inode: number) {
      for (const [name, child] of nodes[inode - 1]!.children) yield { name, inode: child };
      if (nodes[inode - 1]!.broken) throw new FormatError({ structure: 'directory', message: 'damaged' });
    },
    readInto: (inode: number, offset: number, target: Uint8Array) => {
      const bytes = nodes[inode - 1]!.content.subarray(offset, offset + target.length);
      target.set(bytes);
      return bytes.length;
    },
  } as unknown as FileSystem;
}

interface Disk {
  readonly boot?: string;
  readonly esp?: Tree | 'damaged' | 'empty';
  readonly files?: Tree;
  readonly exact?: boolean;
}

function evidenceOf({ boot, esp = {}, files = {}, exact = false }: Disk): BootEvidence {
  return {
    partition: (role) => (role === 'BOOT' && boot !== undefined ? { bank: 'A', typeGuid: boot } : undefined),
    fileSystem: (role) => {
      if (role === 'BOOT') return boot === undefined ? undefined : tree(files, exact);
      if (esp === 'damaged') throw new FormatError({ structure: 'FAT boot sector', message: 'damaged' });
      return esp === 'empty' ? undefined : tree(esp, exact);
    },
  };
}

function failureOf(disk: Disk): unknown {
  try {
    findBootPath(evidenceOf(disk));
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('findBootPath: GRUB', () => {
  it.each<[string, Disk]>([
    ['shim and GRUB', { boot: GRUB_BOOT, esp: { [DIRECT]: shim, '/EFI/BOOT/grubx64.efi': shim } }],
    ['an ESP without anything', { boot: GRUB_BOOT, esp: {} }],
    ['no filesystem on the ESP', { boot: GRUB_BOOT, esp: 'empty' }],
    ['a damaged ESP', { boot: GRUB_BOOT, esp: 'damaged' }],
    ['a damaged program as the firmware’s file', { boot: GRUB_BOOT, esp: { [DIRECT]: damaged(uki) } }],
    ['a UKI elsewhere on the ESP', { boot: GRUB_BOOT, esp: { '/EFI/Linux/x.efi': uki } }],
    ['a UKI on BOOT, where GRUB does not look', { boot: GRUB_BOOT, files: { '/EFI/Linux/x.efi': uki } }],
    ['a UKI under another name where names have one case', { boot: GRUB_BOOT, esp: { '/EFI/BOOT/bootx64.efi': uki }, exact: true }],
  ])('%s', (_, disk) => expect(findBootPath(evidenceOf(disk))).toEqual({ kind: 'grub' }));

  it.each<[string, Tree]>([
    ['x64', { [DIRECT]: uki }],
    ['aa64', { '/EFI/BOOT/BOOTAA64.EFI': uki }],
    ['a lower-case name on FAT', { '/efi/boot/bootx64.efi': uki }],
    ['shim for one architecture, a UKI for the other', { [DIRECT]: shim, '/EFI/BOOT/BOOTAA64.EFI': uki }],
    ['a damaged program for one architecture, a UKI for the other', { [DIRECT]: damaged(uki), '/EFI/BOOT/BOOTAA64.EFI': uki }],
    ['without a command line of its own', { [DIRECT]: program('.osrel', '.linux') }],
    ['with a section twice, which readUki refuses', { [DIRECT]: program('.osrel', '.osrel', '.cmdline', '.linux') }],
    [
      'with text that is not UTF-8',
      { [DIRECT]: ukiFile({ machine: 'x64', sections: [{ name: '.cmdline', bytes: Buffer.of(0xff) }, section('.linux', 'k')] }) },
    ],
  ])('and a UKI as the firmware’s file are two ways: %s', (_, esp) => {
    const error = failureOf({ boot: GRUB_BOOT, esp });
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).detail.structure).toBe(BOOT_PATH_STRUCTURE);
  });
});

describe('findBootPath: a UKI that the firmware starts', () => {
  it.each<[string, Tree, string]>([
    ['x64', { [DIRECT]: uki }, DIRECT],
    ['aa64', { '/EFI/BOOT/BOOTAA64.EFI': uki }, '/EFI/BOOT/BOOTAA64.EFI'],
    ['a lower-case name on FAT', { '/efi/boot/bootx64.efi': uki }, DIRECT],
    ['signed', { [DIRECT]: withCertificate(uki, Buffer.from('x')) }, DIRECT],
    ['without a command line of its own', { [DIRECT]: program('.osrel', '.linux') }, DIRECT],
    ['beside a program for the other architecture', { [DIRECT]: uki, '/EFI/BOOT/BOOTAA64.EFI': shim }, DIRECT],
  ])('%s', (_, esp, path) => {
    expect(findBootPath(evidenceOf({ esp }))).toMatchObject({ kind: 'uki', startedBy: 'firmware', partition: 'EFI', path });
  });

  it('is read: kernel and command line', () => {
    const path = findBootPath(evidenceOf({ esp: { [DIRECT]: uki } }));
    expect(path?.kind === 'uki' && path.uki).toMatchObject({ cmdline: 'ro', osRelease: 'ID=x\n', linux: { length: 6 } });
  });

  it('comes before systemd-boot, which it never starts', () => {
    const disk = { boot: XBOOTLDR, esp: { [DIRECT]: program('.linux') }, files: { '/EFI/Linux/x.efi': uki } };
    expect(findBootPath(evidenceOf(disk))).toMatchObject({ startedBy: 'firmware', path: DIRECT });
  });

  it('for two architectures leaves a choice', () => {
    const error = failureOf({ esp: { [DIRECT]: uki, '/EFI/BOOT/BOOTAA64.EFI': uki } });
    expect((error as FormatError).detail.structure).toBe(BOOT_PATH_STRUCTURE);
  });
});

describe('findBootPath: a UKI that systemd-boot starts', () => {
  const XBOOT = { boot: XBOOTLDR, esp: { [DIRECT]: shim } };

  it.each<[string, Tree]>([
    ['one', { '/EFI/Linux/bottlerocket.efi': uki }],
    ['in names of another case', { '/efi/linux/bottlerocket.EFI': uki }],
    ['beside a program that is none', { '/EFI/Linux/bottlerocket.efi': uki, '/EFI/Linux/tool.efi': shim }],
    ['beside its HMAC', { '/EFI/Linux/bottlerocket.efi': uki, '/EFI/Linux/.bottlerocket.efi.hmac': Buffer.from('x') }],
    ['beside names that systemd-boot passes over', { '/EFI/Linux/bottlerocket.efi': uki, '/EFI/Linux/.x.efi': uki, '/EFI/Linux/auto-x.efi': uki }],
    ['beside a folder that is named like one', { '/EFI/Linux/bottlerocket.efi': uki, '/EFI/Linux/x.efi': 'folder' }],
  ])('%s', (_, files) => {
    const found = findBootPath(evidenceOf({ ...XBOOT, files }));
    expect(found).toMatchObject({ kind: 'uki', startedBy: 'systemd-boot', partition: 'BOOT' });
    expect(found?.kind === 'uki' && found.path).toMatch(/bottlerocket\.efi$/i);
  });

  it.each<[string, Tree]>([
    ['nothing', {}],
    ['an empty folder', { '/EFI/Linux': 'folder' }],
    ['a file in place of the folder', { '/EFI/Linux': uki }],
    ['only hidden names', { '/EFI/Linux/.x.efi': uki }],
    ['a name that does not end in .efi', { '/EFI/Linux/bottlerocket.efi.old': uki }],
    ['a UKI in another folder', { '/EFI/BOOT/BOOTX64.EFI': uki }],
  ])('none: %s', (_, files) => expect(findBootPath(evidenceOf({ ...XBOOT, files }))).toBeUndefined());

  it.each<[string, Tree, new (...args: never[]) => Error]>([
    ['two UKIs', { '/EFI/Linux/a.efi': uki, '/EFI/Linux/b.efi': uki }, UnsupportedError],
    ['a damaged program', { '/EFI/Linux/a.efi': damaged(uki) }, FormatError],
    ['a folder that cannot be read to its end', { '/EFI/Linux': 'damaged folder' }, FormatError],
    [
      'more names than are looked at',
      Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`/EFI/Linux/${index}.efi`, index % 64 === 0 ? uki : shim])),
      LimitError,
    ],
  ])('not told: %s', (_, files, expected) => expect(failureOf({ ...XBOOT, files })).toBeInstanceOf(expected));

  it('is not looked for when the ESP cannot be read, as the firmware starts from there', () => {
    expect(failureOf({ boot: XBOOTLDR, esp: 'damaged', files: { '/EFI/Linux/a.efi': uki } })).toBeInstanceOf(FormatError);
  });
});

describe('findBootPath: no BOOT', () => {
  it.each<[string, Disk]>([
    ['an empty ESP', {}],
    ['no filesystem on the ESP', { esp: 'empty' }],
    ['shim alone', { esp: { [DIRECT]: shim } }],
    ['a file that is no program', { esp: { [DIRECT]: Buffer.from('text') } }],
    ['a UKI under a name that no firmware starts', { esp: { '/EFI/BOOT/bottlerocket.efi': uki } }],
  ])('no way: %s', (_, disk) => expect(findBootPath(evidenceOf(disk))).toBeUndefined());

  it.each<[string, Disk]>([
    ['the ESP is damaged', { esp: 'damaged' }],
    ['the headers of the firmware’s file are damaged', { esp: { [DIRECT]: damaged(uki) } }],
    ['the firmware’s file is a UKI with a section twice', { esp: { [DIRECT]: program('.osrel', '.osrel', '.cmdline', '.linux') } }],
  ])('not told: %s', (_, disk) => expect(failureOf(disk)).toBeInstanceOf(FormatError));
});
