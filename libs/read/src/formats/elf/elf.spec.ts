import { ELF_BASE, type ElfRecipe, elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import {
  findAddress,
  findBranchProtections,
  findBuildId,
  findSymbolNames,
  isStripped,
  readDynamicSection,
  readElf,
  readImports,
  readInterpreter,
  readNotes,
  readSection,
} from './index.ts';

const ORIGIN = 0x1000;
const open = (bytes: Uint8Array) => readElf(memorySource(bytes, ORIGIN));
const LIBRARY: ElfRecipe = {
  interpreter: '/lib64/ld.so',
  dynamic: { needed: ['libc.so.6', 'libm.so.6'], soname: 'libx.so.1', runpath: '$ORIGIN/a:/b', imports: ['puts', 'exit'], entries: [[30, 8]] },
  notes: [{ owner: 'GNU', type: 3, content: Buffer.from('c0ffee', 'hex') }],
  sections: [{ name: '.comment', content: Buffer.from('GCC\0') }],
  symbols: ['main', 'my__stack_chk_fail'],
};

/** A copy with a number in place of what is there. */
function edited(bytes: Uint8Array, at: number, value: number, size: 2 | 4 | 8): Uint8Array {
  const copy = Buffer.from(bytes);
  if (size === 8) copy.writeBigUInt64LE(BigInt(value), at);
  else copy.writeUIntLE(value, at, size);
  return copy;
}

describe.each([
  [64, true],
  [64, false],
  [32, true],
  [32, false],
] as const)('an ELF%i file, little endian: %s', (bits, littleEndian) => {
  const elf = open(elfBytes({ ...LIBRARY, bits, littleEndian, machine: 20 }));

  it('has headers', () => {
    expect(elf).toMatchObject({ bits, littleEndian, type: 3, machine: 20 });
    expect(elf.sections.map(({ name }) => name)).toEqual(['', '.comment', '.symtab', '.strtab', '.shstrtab']);
    expect(elf.segments.map(({ type }) => type)).toEqual([1, 3, 2, 4]);
  });

  it('has what the dynamic linker is told', () => {
    expect(readInterpreter(elf)).toBe('/lib64/ld.so');
    const dynamic = readDynamicSection(elf)!;
    expect(dynamic).toMatchObject({ needed: ['libc.so.6', 'libm.so.6'], soname: 'libx.so.1', runpath: '$ORIGIN/a:/b', bindNow: true, isPie: false });
    expect(readImports(elf, dynamic)).toEqual(['puts', 'exit']);
  });

  it('has notes, sections and symbols', () => {
    expect(findBuildId(readNotes(elf))).toBe('c0ffee');
    expect(Buffer.from(readSection(elf, '.comment', 100)!.bytes).toString()).toBe('GCC\0');
    expect(readSection(elf, '.text', 100)).toBeUndefined();
    expect(isStripped(elf)).toBe(false);
    expect(findSymbolNames(elf, ['main', 'ma', '__stack_chk_fail'])).toEqual(['main', '__stack_chk_fail']);
  });
});

describe('branch protection', () => {
  const property = (type: number, bits: number): Uint8Array => {
    const content = Buffer.alloc(16);
    content.writeUInt32LE(type, 0);
    content.writeUInt32LE(4, 4);
    content.writeUInt32LE(bits, 8);
    return content;
  };
  it.each([
    ['x86', 62, 0xc0000002, 3, ['ibt', 'shstk']],
    ['AArch64', 183, 0xc0000000, 5, ['bti', 'gcs']],
    ['x86 with what AArch64 has', 62, 0xc0000000, 3, []],
    ['a machine without such', 20, 0xc0000002, 3, []],
  ])('of %s', (_, machine, type, bits, expected) => {
    const elf = open(elfBytes({ machine, notes: [{ owner: 'GNU', type: 5, content: property(type, bits) }] }));
    expect(findBranchProtections(elf, readNotes(elf))).toEqual(expected);
  });
});

describe('damage', () => {
  const whole = elfBytes(LIBRARY);
  const sectionTable = Number(Buffer.from(whole).readBigUInt64LE(40));
  const caught = (bytes: Uint8Array): unknown => {
    try {
      const elf = open(bytes);
      const dynamic = readDynamicSection(elf);
      return [readInterpreter(elf), readNotes(elf), dynamic && readImports(elf, dynamic), findSymbolNames(elf, ['x'])];
    } catch (error) {
      return error;
    }
  };
  it.each([
    ['section headers behind the end', edited(whole, 40, 1_000_000, 8), 'e_shoff', ORIGIN + 40],
    ['more section headers than the file has', edited(whole, 60, 500, 2), 'e_shnum', ORIGIN + 60],
    ['program headers behind the end', edited(whole, 32, 1_000_000, 8), 'e_phoff', ORIGIN + 32],
    ['more program headers than the file has', edited(whole, 56, 5000, 2), 'e_phnum', ORIGIN + 56],
    ['program headers of another size', edited(whole, 54, 32, 2), 'e_phentsize', ORIGIN + 54],
    ['section headers of another size', edited(whole, 58, 40, 2), 'e_shentsize', ORIGIN + 58],
    ['names in a section that is not there', edited(whole, 62, 9, 2), 'e_shstrndx', ORIGIN + 62],
    ['names behind the end', edited(whole, sectionTable + 4 * 64 + 32, 100_000, 8), 'sh_size', ORIGIN + sectionTable + 4 * 64 + 32],
    ['a name outside of the names', edited(whole, sectionTable + 64, 77_777, 4), 'sh_name', ORIGIN + sectionTable + 64],
    ['a loaded part behind the end', edited(whole, 64 + 32, 1_000_000, 8), 'p_filesz', ORIGIN + 64 + 32],
    ['an offset beyond 2^53', edited(whole, 64 + 8 + 7, 0xff, 2), 'p_offset', ORIGIN + 64 + 8],
  ])('%s', (_, bytes, field, offset) => {
    expect(caught(bytes)).toMatchObject({ name: 'FormatError', detail: { field, offset } });
  });

  it('other classes and byte orders', () => {
    expect(caught(edited(whole, 4, 0x0103, 2))).toMatchObject({ detail: { field: 'EI_CLASS', found: 3 } });
    expect(caught(edited(whole, 5, 0x0103, 2))).toMatchObject({ detail: { field: 'EI_DATA', found: 3 } });
    expect(caught(whole.subarray(0, 30))).toMatchObject({ name: 'FormatError' });
  });

  it('a count of symbols that no file can hold', () => {
    const dynamic = elfBytes({ dynamic: { imports: ['a'], entries: [[4, ELF_BASE + 0x38]] } });
    expect(caught(dynamic)).toMatchObject({ name: 'FormatError', detail: { structure: 'ELF symbol table' } });
  });
});

describe('where the file holds an address', () => {
  const load = (address: bigint, fileLength: number, offset: number) => ({ type: 1, flags: 5, offset, address, fileLength, memoryLength: 0n, alignment: 1n });
  it('takes the last segment that covers it', () => {
    const segments = [load(0n, 100, 0), load(50n, 10, 1000)];
    expect(findAddress({ segments }, 40n)).toEqual({ offset: 40, length: 60 });
    expect(findAddress({ segments }, 55n)).toEqual({ offset: 1005, length: 5 });
    expect(findAddress({ segments }, 100n)).toBeUndefined();
  });
});
