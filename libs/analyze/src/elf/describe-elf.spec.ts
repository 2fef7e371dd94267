import { memorySource } from '@staticfire/read/block-source';
import { readElf } from '@staticfire/read/formats/elf';
import { type ElfRecipe, elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { describeElf } from './describe-elf.ts';

const describeBytes = (recipe: ElfRecipe) => describeElf(readElf(memorySource(elfBytes(recipe))));
const DT_DEBUG = 21;
const DT_FLAGS = 30;
const DT_FLAGS_1 = 0x6ffffffb;
const PIE = 0x8000000;

describe('what an ELF file is', () => {
  it.each<[string, ElfRecipe]>([
    ['object', { type: 1 }],
    ['static', { type: 2 }],
    ['executable', { type: 2, interpreter: '/ld.so', dynamic: {} }],
    ['pie', { interpreter: '/ld.so', dynamic: { entries: [[DT_FLAGS_1, PIE]] } }],
    ['pie', { interpreter: '/ld.so', dynamic: { entries: [[DT_DEBUG, 0]] } }],
    ['static-pie', { dynamic: { entries: [[DT_FLAGS_1, PIE]] } }],
    ['shared-library', { dynamic: { soname: 'libx.so' } }],
    ['shared-library', { interpreter: '/ld.so', dynamic: { soname: 'libc.so.6' } }],
    ['core', { type: 4 }],
    ['other', { type: 0xfe00 }],
  ])('%s', (kind, recipe) => {
    expect(describeBytes(recipe)).toMatchObject({ kind });
  });
});

describe('how it was hardened', () => {
  it.each<[string, ElfRecipe, object]>([
    ['nothing', {}, { relro: 'none', bindNow: false, stack: 'unstated', writableCode: false, textRelocations: false, branchProtection: [], stripped: true }],
    ['RELRO', { relro: true, dynamic: {} }, { relro: 'partial', bindNow: false }],
    ['RELRO with DT_BIND_NOW', { relro: true, dynamic: { entries: [[24, 0]] } }, { relro: 'full', bindNow: true }],
    ['RELRO with DF_BIND_NOW', { relro: true, dynamic: { entries: [[DT_FLAGS, 8]] } }, { relro: 'full', bindNow: true }],
    ['RELRO with DF_1_NOW', { relro: true, dynamic: { entries: [[DT_FLAGS_1, 1]] } }, { relro: 'full', bindNow: true }],
    ['binding at once without RELRO', { dynamic: { entries: [[DT_FLAGS_1, 1]] } }, { relro: 'none', bindNow: true }],
    ['an executable stack', { stackFlags: 7 }, { stack: 'execute' }],
    ['a stack of data', { stackFlags: 6 }, { stack: 'no-execute' }],
    ['code that is written to', { loadFlags: 7 }, { writableCode: true }],
    ['DT_TEXTREL', { dynamic: { entries: [[22, 0]] } }, { textRelocations: true }],
    ['DF_TEXTREL', { dynamic: { entries: [[DT_FLAGS, 4]] } }, { textRelocations: true }],
    ['a stack protector', { dynamic: { needed: ['libc.so'], imports: ['__stack_chk_fail'] } }, { stackProtector: 'yes' }],
    ['no stack protector', { dynamic: { needed: ['libc.so'], imports: ['puts'] } }, { stackProtector: 'no' }],
    ['a stripped static program', { type: 2 }, { stackProtector: 'unknown', stripped: true }],
    ['a static program', { type: 2, symbols: ['main'] }, { stackProtector: 'no', stripped: false }],
    ['a static program with a stack protector', { type: 2, symbols: ['__stack_chk_fail'] }, { stackProtector: 'yes' }],
    ['checked functions', { dynamic: { imports: ['__memcpy_chk', '__printf_chk', 'memcpy', 'puts', '_longjmp'] } }, { fortify: { checked: 2, unchecked: 2 } }],
    ['debugging information', { sections: [{ name: '.debug_info', content: Buffer.alloc(4) }] }, { debugInfo: true }],
    ['a build id', { notes: [{ owner: 'GNU', type: 3, content: Buffer.from('ab01', 'hex') }] }, { buildId: 'ab01' }],
  ])('%s', (_, recipe, expected) => {
    expect(describeBytes(recipe)).toMatchObject(expected);
  });
});

it('what it needs', () => {
  const dynamic = { needed: ['libb.so', 'liba.so'], soname: 'libx.so.1', rpath: '/a', runpath: '$ORIGIN/lib:/b' };
  expect(describeBytes({ machine: 183, bits: 64, interpreter: '/lib/ld.so', dynamic })).toMatchObject({
    machine: 'aarch64',
    bits: 64,
    interpreter: '/lib/ld.so',
    needed: ['libb.so', 'liba.so'],
    soname: 'libx.so.1',
    rpath: ['/a'],
    runpath: ['$ORIGIN/lib', '/b'],
  });
});
