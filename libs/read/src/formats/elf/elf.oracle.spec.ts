import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianFolder, describeOracle, type OracleTool, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import type { ElfFile } from './index.ts';
import {
  findBranchProtections,
  findBuildId,
  isElf,
  machineName,
  readDefinedVersions,
  readDynamicSection,
  readElf,
  readImports,
  readInterpreter,
  readNeededVersions,
  readNotes,
} from './index.ts';

const TIMEOUT = 240_000;
const SYSTEM = ['/usr/bin', '/usr/sbin', '/usr/lib/x86_64-linux-gnu', '/usr/libexec', '/usr/lib/gcc/x86_64-linux-gnu/12'];
/** Every n-th file of the system: a hundred or two. */
const STEP = 11;
const CROSS = [
  ['libc6-powerpc-cross', 'usr/powerpc-linux-gnu/lib', 'ELF32, big endian'],
  ['libc6-armhf-cross', 'usr/arm-linux-gnueabihf/lib', 'ELF32, little endian'],
  ['libc6-s390x-cross', 'usr/s390x-linux-gnu/lib', 'ELF64, big endian'],
  ['libc6-arm64-cross', 'usr/aarch64-linux-gnu/lib', 'AArch64'],
] as const;

describeOracle('ELF files against readelf', toolsFor('readelf', 'gcc', 'objcopy'), () => {
  it('headers, dynamic section, imports, versions and notes of programs and libraries of this system', { timeout: TIMEOUT }, () => {
    const files = SYSTEM.flatMap(elfFilesIn).filter((_, index) => index % STEP === 0);
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) compare(file);
  });

  describe('made by gcc', () => {
    const folder = mkdtempSync(join(tmpdir(), 'staticfire-elf-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const source = join(folder, 'a.c');
    beforeAll(() => writeFileSync(source, '#include <stdio.h>\nint main(int c, char **v) { char b[64]; sprintf(b, "%s", v[0]); return puts(b) + c; }\n'));

    it.each([
      ['a position-dependent program', ['-no-pie']],
      ['a static program', ['-static']],
      ['a static PIE', ['-static-pie']],
      ['branch protection', ['-fcf-protection=full', '-Wl,-z,ibt', '-Wl,-z,shstk']],
      ['RPATH', ['-Wl,--disable-new-dtags,-rpath,/a:$ORIGIN/b']],
      ['RUNPATH', ['-Wl,--enable-new-dtags,-rpath,/a:$ORIGIN/b']],
      ['the old hash table', ['-Wl,--hash-style=sysv']],
      ['an object', ['-c']],
    ])('%s', (name, options) => {
      const file = join(folder, name);
      run('gcc', ...options, '-o', file, source);
      compare(file);
    });

    it('an object with more sections than the header can count', () => {
      const [assembly, file] = [join(folder, 'many.s'), join(folder, 'many.o')];
      writeFileSync(assembly, Array.from({ length: 66_000 }, (_, index) => `.section .s${index},"a"\n.byte 0\n`).join(''));
      run('gcc', '-c', '-o', file, assembly);
      const elf = open(file);
      expect(elf.sections.length).toBeGreaterThan(66_000);
      expect(elf.sections.at(-1)!.name).not.toBe('');
      expect(elf.sections.map(({ name }) => name)).toContain('.s65999');
    });

    it('without section headers it is the same to who runs it', () => {
      for (const style of ['gnu', 'sysv'] as const) {
        const file = join(folder, `stripped-${style}`);
        run('gcc', `-Wl,--hash-style=${style}`, '-o', file, source);
        const whole = open(file);
        const bare = readElf(memorySource(withoutSections(readFileSync(file))));
        expect(bare.sections).toEqual([]);
        expect(loaded(bare)).toEqual(loaded(whole));
        expect(loaded(bare).imports).toContain('puts');
      }
    });

    it('debugging information alone has no dynamic section', () => {
      const [file, debug] = [join(folder, 'with-debug'), join(folder, 'debug')];
      run('gcc', '-g', '-o', file, source);
      run('objcopy', '--only-keep-debug', file, debug);
      expect(readDynamicSection(open(debug))).toBeUndefined();
      expect(readDynamicSection(open(file))).toBeDefined();
    });
  });
});

describeOracle('ELF files of other machines against readelf', toolsFor('readelf', 'apt-get', 'dpkg-deb'), () => {
  it.each(CROSS)('%s (%s, %s)', { timeout: TIMEOUT }, async (name, folder) => {
    const files = elfFilesIn(join(await debianFolder(name), folder));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) compare(file);
  });
});

function elfFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && isElf(readFileSync(path).subarray(0, 4)));
}

function open(file: string): ElfFile {
  return readElf(memorySource(readFileSync(file)));
}

function withoutSections(bytes: Buffer): Buffer {
  bytes.fill(0, 40, 48); // e_shoff
  bytes.fill(0, 58, 64); // e_shentsize, e_shnum, e_shstrndx
  return bytes;
}

function loaded(elf: ElfFile) {
  const dynamic = readDynamicSection(elf)!;
  return { dynamic, imports: readImports(elf, dynamic), versions: readNeededVersions(elf, dynamic), interpreter: readInterpreter(elf), notes: readNotes(elf) };
}

function compare(file: string): void {
  const elf = open(file);
  const output = run('readelf', '-W', '-h', '-l', '-S', '-d', '-V', '-n', '--dyn-syms', file);
  expect(headersOf(elf), file).toEqual(listedHeaders(output));
  expect(segmentsOf(elf), file).toEqual(listedSegments(output));
  expect(sectionsOf(elf), file).toEqual(listedSections(output));
  expect(dynamicOf(elf), file).toEqual(listedDynamic(output));
  expect(notesOf(elf), file).toEqual(listedNotes(output));
}

const MACHINES: Readonly<Record<string, string>> = {
  'Advanced Micro Devices X86-64': 'x86_64',
  AArch64: 'aarch64',
  ARM: 'arm',
  'Intel 80386': 'i386',
  PowerPC: 'powerpc',
  'IBM S/390': 's390x',
};

function headersOf({ bits, littleEndian, type, machine, entry, segments, sections }: ElfFile) {
  const counts = { segments: segments.length, sections: sections.length };
  return { bits, littleEndian, type: ['', 'REL', 'EXEC', 'DYN', 'CORE'][type], machine: machineName(machine), entry, ...counts };
}

function listedHeaders(output: string) {
  const field = (name: string): string => new RegExp(`^ +${name}: +(.*)$`, 'm').exec(output)?.[1] ?? '';
  return {
    bits: Number(field('Class').slice(3)),
    littleEndian: field('Data').includes('little'),
    type: field('Type').split(' ')[0],
    machine: MACHINES[field('Machine')],
    entry: BigInt(field('Entry point address')),
    segments: Number(field('Number of program headers')),
    sections: Number(field('Number of section headers').split(' ')[0]),
  };
}

function segmentsOf({ segments }: ElfFile) {
  const letters = (flags: number): string => `${flags & 4 ? 'R' : ''}${flags & 2 ? 'W' : ''}${flags & 1 ? 'E' : ''}`;
  return segments.map((segment) => [segment.offset, segment.address, segment.fileLength, segment.memoryLength, letters(segment.flags), segment.alignment]);
}

function listedSegments(output: string) {
  const rows = output.matchAll(/^ {2}(?:[A-Z]\w+|<.*?>|LOOS\S+) +0x(\w+) 0x(\w+) 0x\w+ 0x(\w+) 0x(\w+) ([RWE ]{3}) (?:0x)?(\w+)$/gm);
  return [...rows].map(([, offset, address, file, memory, flags, alignment]) => [
    hex(offset),
    BigInt(`0x${address}`),
    hex(file),
    BigInt(`0x${memory}`),
    flags!.replaceAll(' ', ''),
    BigInt(`0x${alignment}`),
  ]);
}

function sectionsOf({ sections }: ElfFile) {
  return sections.map((section) => [section.name, section.address, section.offset, section.length, section.entryLength, section.link, section.info]);
}

function listedSections(output: string) {
  const rows = output.matchAll(/^ {2}\[ *\d+\] (\S*) +[A-Z]\S* +([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) [A-Zlop ]{0,4}? +(\d+) +(\d+) +\d+$/gm);
  return [...rows].map(([, name, address, offset, size, entry, link, info]) => [
    name,
    BigInt(`0x${address}`),
    hex(offset),
    hex(size),
    hex(entry),
    Number(link),
    Number(info),
  ]);
}

function dynamicOf(elf: ElfFile) {
  const dynamic = readDynamicSection(elf);
  if (dynamic === undefined) return undefined;
  const { needed, soname, rpath, runpath, isPie } = dynamic;
  const versions = readNeededVersions(elf, dynamic).map(({ file, versions: names }) => ({ file, versions: [...names].sort() }));
  return { needed, soname, rpath, runpath, isPie, imports: readImports(elf, dynamic), versions, defined: readDefinedVersions(elf, dynamic) };
}

function listedDynamic(output: string) {
  if (!/^Dynamic section at/m.test(output)) return undefined;
  const values = (tag: string): string[] => [...output.matchAll(new RegExp(`\\(${tag}\\) .*?\\[(.*)\\]$`, 'gm'))].map(([, value]) => value!);
  const symbols = /^Symbol table '\.dynsym'.*\n.*\n((?: +\d+:.*\n)*)/m.exec(output)?.[1] ?? '';
  const imports = [...symbols.matchAll(/ UND (\S+?)(?:@\S+)?(?: \(\d+\))?$/gm)].map(([, name]) => name!);
  return {
    needed: values('NEEDED'),
    soname: values('SONAME')[0],
    rpath: values('RPATH')[0],
    runpath: values('RUNPATH')[0],
    isPie: / Flags:.*\bPIE\b/.test(output),
    imports,
    versions: listedVersions(output),
    defined: [...output.matchAll(/Rev: 1 +Flags: (?:none|WEAK) +Index: \d+ +Cnt: \d+ +Name: (\S+)$/gm)].map(([, name]) => name!),
  };
}

function listedVersions(output: string) {
  const files = output.matchAll(/Version: 1 +File: (\S+) +Cnt: \d+\n((?: +0x\w+: +Name: .*\n?)*)/g);
  return [...files].map(([, file, names]) => ({ file, versions: [...names!.matchAll(/Name: (\S+) +Flags: none/g)].map(([, name]) => name!).sort() }));
}

function notesOf(elf: ElfFile) {
  const notes = readNotes(elf);
  return { buildId: findBuildId(notes), protections: findBranchProtections(elf, notes) };
}

function listedNotes(output: string) {
  const features = [...output.matchAll(/(?:x86|AArch64) feature: ([A-Z]+(?:, [A-Z]+)*)/g)].flatMap(([, names]) => names!.toLowerCase().split(', '));
  return { buildId: /Build ID: (\w+)/.exec(output)?.[1], protections: [...new Set(features)] };
}

function hex(digits: string | undefined): number {
  return Number.parseInt(digits ?? '', 16);
}

function run(command: OracleTool, ...options: string[]): string {
  return execFileSync(toolPath(command)!, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
}
