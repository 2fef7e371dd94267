import { elfBytes } from '@staticfire/testkit';
import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { fixtureFile } from './fixtures/fixture-file.ts';
import {
  findBranchProtections,
  findSymbolNames,
  isElf,
  readDefinedVersions,
  readDynamicSection,
  readElf,
  readImports,
  readInterpreter,
  readNeededVersions,
  readNotes,
  readSection,
  searchData,
} from './index.ts';

const versions = Buffer.from('01000100010000001000000000000000000000000000000001000000000000000000', 'hex');
const FILES = ([64, 32] as const).flatMap((bits) =>
  [true, false].map((littleEndian) =>
    elfBytes({
      bits,
      littleEndian,
      interpreter: '/lib/ld.so',
      dynamic: { needed: ['liba.so'], soname: 'libb.so', runpath: '/x', imports: ['puts', 'exit'], entries: tableEntries() },
      notes: [{ owner: 'GNU', type: 5, content: Buffer.from('020000c00400000003000000', 'hex') }],
      sections: [{ name: '.comment', content: versions }],
      symbols: ['main'],
    }),
  ),
);

/** Tables that lie anywhere in the file. */
function tableEntries(): [number, number][] {
  return [
    [0x6ffffffe, 0x10200],
    [0x6fffffff, 3],
    [0x6ffffffc, 0x10300],
    [0x6ffffffd, 2],
    [0x6ffffef5, 0x10200],
    [7, 0x10100],
    [8, 96],
  ];
}

const file = fc.constantFrom(...FILES, fixtureFile('program'), fixtureFile('library'));
const number = fc.oneof(fc.constantFrom(0, 1, 7, 0x40, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, 0x10200), fc.nat(0xffffffff));
const changes = fc.array(fc.tuple(fc.nat(0xfffff), number, fc.constantFrom(1, 2, 4)), { minLength: 1, maxLength: 4 });

/** Calls everything; one of our three errors is as good as a value. */
function readEverything(bytes: Uint8Array): void {
  const recognised = isElf(bytes);
  survives(() => {
    const elf = readElf(memorySource(bytes));
    expect(recognised).toBe(true);
    survives(() => readInterpreter(elf));
    survives(() => findBranchProtections(elf, readNotes(elf)));
    survives(() => findSymbolNames(elf, ['main']));
    survives(() => readSection(elf, '.comment', 10_000));
    survives(() => searchData(elf, ['GCC'], () => true));
    survives(() => {
      const dynamic = readDynamicSection(elf);
      if (dynamic === undefined) return;
      survives(() => readImports(elf, dynamic));
      survives(() => readNeededVersions(elf, dynamic));
      survives(() => readDefinedVersions(elf, dynamic));
    });
  });
}

const fuzz = fuzzDecoder('elf', ['elfBytes of 64 and 32 bits, of either order', 'fixture program', 'fixture library'], { slowestMs: 1000 });

fuzz.property('with hostile numbers', fc.tuple(file, changes), ([whole, list]) => {
  const copy = Buffer.from(whole);
  for (const [place, value, width] of list) copy.writeUIntLE(width === 4 ? value : value & (width === 1 ? 0xff : 0xffff), place % (copy.length - 4), width);
  readEverything(copy);
});

fuzz.property('cut short', fc.tuple(file, fc.nat(0xfffff)), ([whole, length]) => readEverything(whole.subarray(0, length % whole.length)));

const table = fc.uint8Array({ minLength: 16, maxLength: 400 });
fuzz.property('with any bytes as tables', fc.tuple(file, table, fc.nat(0xfffff)), ([whole, bytes, place]) => {
  const copy = Buffer.from(whole);
  copy.set(bytes.subarray(0, copy.length - 64), 64 + (place % Math.max(1, copy.length - 64 - bytes.length)));
  readEverything(copy);
});
