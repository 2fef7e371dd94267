import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from '../lab/build-image.ts';
import { ukiFile } from '../lab/bytes/uki-file.ts';
import { kernelBytes } from '../lab/kernel-part.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildParts } from '../lab/parts.ts';
import { runTool } from '../lab/run-tool.ts';
import { isProgram } from '../lab/secure-boot/boot-signer.ts';
import { keyProfile } from '../lab/secure-boot/key-profile.ts';
import { signProgram } from '../lab/secure-boot/sign-program.ts';
import { hmacOf } from '../lab/uki.ts';
import { addEspFiles } from '../mutations/change-2026.ts';
import { leaveUnsigned } from '../mutations/change-signing.ts';
import { addUkiSection } from '../mutations/change-uki.ts';
import { baseRecipes } from '../mutations/index.ts';
import { changed, type HostileInput } from './hostile-input.ts';

const UKI = '/EFI/BOOT/BOOTX64.EFI';
const HMAC = '/EFI/BOOT/.bottlerocket.efi.hmac';
const NEW_HEADER_AT = 0x3c;
const SECTION_COUNT = 6;
const SECTION = 40;
const RAW_SIZE = 16;
const RAW_OFFSET = 20;
const VIRTUAL_ADDRESS = 12;

// Signature and HMAC file fit the damaged UKI: nothing but its own headers and sections tell.
export const peInputs: readonly HostileInput[] = [
  damaged('sections share bytes of the file', (uki) => copyField(uki, '.uname', '.cmdline', RAW_OFFSET), [
    'PE section header',
    'PointerToRawData: byte 588 of the file',
  ]),
  damaged('sections share memory', (uki) => copyField(uki, '.linux', '.cmdline', VIRTUAL_ADDRESS), [
    'PE section header',
    'VirtualAddress: byte 620 of the file',
  ]),
  damaged('section outside the file', (uki) => uki.writeUInt32LE(0x7fff_fe00, sectionOf(uki, '.linux') + RAW_SIZE), [
    'PE section header',
    'SizeOfRawData: byte 624 of the file',
  ]),
  damaged('five thousand sections', (uki) => uki.writeUInt16LE(5000, coffOf(uki) + SECTION_COUNT), ['PE file header', 'NumberOfSections: byte 70 of the file']),
  damaged('command line is no UTF-8', (uki) => uki.writeUInt8(0xff, uki.readUInt32LE(sectionOf(uki, '.cmdline') + RAW_OFFSET) + 4), [
    'PE section .cmdline',
    'expected UTF-8',
  ]),
  // A file that is no PE image at all starts nowhere: no way to boot is left.
  { ...damaged('header outside the file', (uki) => uki.writeUInt32LE(0x7fff_fff0, NEW_HEADER_AT), ['chain-complete']), exitCodes: [1] },
  { name: 'pe: two command lines', make: changed(addUkiSection('.cmdline', 'init=/bin/sh'), 'demo-uki'), exitCodes: [3], words: ['.cmdline'] },
  // Firmware starts BOOTX64.EFI, shim starts grubx64.efi, whatever grub.cfg says: a second way to boot that nobody judged.
  onGrubImage('a UKI in place of shim', 'bootx64.efi', () => uki('ro'), ['boot path', 'UKI', 'GRUB']),
  { ...onGrubImage('a UKI with a damaged section in place of shim', 'bootx64.efi', () => uki('ro\xff init=/bin/sh'), ['boot path', 'UKI']), exitCodes: [1, 3] },
  onGrubImage('a UKI in place of GRUB', 'grubx64.efi', () => uki('ro'), ['known-way']),
  onGrubImage('a kernel in place of shim', 'bootx64.efi', kernel, ['known-way']),
  onGrubImage('text in place of shim', 'bootx64.efi', () => Buffer.from('no program'), ['chain-complete', 'firmware-loader']),
];

function damaged(what: string, edit: (uki: Buffer) => void, words: readonly string[]): HostileInput {
  const make = async (path: string): Promise<void> => {
    const base = baseRecipes['demo-uki'];
    const uki = await readUki();
    edit(uki);
    const signed = isProgram(uki) ? signProgram(uki, keyProfile('lab').uki, base.time) : uki;
    const files = addEspFiles({ [UKI]: signed, [HMAC]: `${hmacOf(signed)}  ${UKI.slice(1)}\n` });
    await buildImage(files(leaveUnsigned(UKI)(base)), path);
  };
  return { name: `pe: ${what}`, make, exitCodes: [3], words };
}

function onGrubImage(what: string, file: string, bytes: () => Uint8Array | Promise<Uint8Array>, words: readonly string[]): HostileInput {
  const make = async (path: string) => changed(addEspFiles({ [`/EFI/BOOT/${file}`]: await bytes() }), 'demo-2026')(path);
  return { name: `pe: ${what}, and grub.cfg`, make, exitCodes: [1], words };
}

function uki(commandLine: string): Uint8Array {
  const sections = [
    { name: '.cmdline', bytes: Buffer.from(commandLine, 'latin1') },
    { name: '.linux', bytes: Buffer.from('kernel') },
  ];
  return ukiFile({ machine: 'x64', sections });
}

/** Its EFI stub makes it a program that firmware can start, with no command line at all. */
function kernel(): Promise<Uint8Array> {
  return kernelBytes(baseRecipes['demo-2026'].kernel, partFolder);
}

/** Not signed. */
async function readUki(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-uki-'));
  try {
    const esp = (await buildParts(leaveUnsigned(UKI)(baseRecipes['demo-uki']), partFolder))['EFI-A']!;
    await runTool('mcopy', ['-n', '-i', esp, `::${UKI}`, join(folder, 'uki')]);
    return await readFile(join(folder, 'uki'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function coffOf(uki: Buffer): number {
  return uki.readUInt32LE(NEW_HEADER_AT);
}

/** Where the header of a section begins. */
function sectionOf(uki: Buffer, name: string): number {
  const table = coffOf(uki) + 24 + uki.readUInt16LE(coffOf(uki) + 20);
  const count = uki.readUInt16LE(coffOf(uki) + SECTION_COUNT);
  for (let at = table; at < table + count * SECTION; at += SECTION) if (uki.toString('latin1', at, at + 8).replace(/\0+$/, '') === name) return at;
  throw new Error(`the UKI has no section ${name}`);
}

function copyField(uki: Buffer, from: string, to: string, at: number): void {
  uki.writeUInt32LE(uki.readUInt32LE(sectionOf(uki, from) + at), sectionOf(uki, to) + at);
}
