import { elfBytes } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
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
} from './index.ts';

const SEED = 20261125;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
/** No single file may take longer: its tables are of some hundred bytes. */
const SLOWEST_MS = 1000;

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

const file = fc.constantFrom(...FILES);
const number = fc.oneof(fc.constantFrom(0, 1, 7, 0x40, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff, 0x10200), fc.nat(0xffffffff));
const changes = fc.array(fc.tuple(fc.nat(0xfffff), number, fc.constantFrom(1, 2, 4)), { minLength: 1, maxLength: 4 });

/** Calls everything; one of our three errors is as good as a value. */
function readEverything(bytes: Uint8Array): void {
  const started = performance.now();
  const recognised = isElf(bytes);
  survives(() => {
    const elf = readElf(memorySource(bytes));
    expect(recognised).toBe(true);
    survives(() => readInterpreter(elf));
    survives(() => findBranchProtections(elf, readNotes(elf)));
    survives(() => findSymbolNames(elf, ['main']));
    survives(() => readSection(elf, '.comment', 10_000));
    survives(() => {
      const dynamic = readDynamicSection(elf);
      if (dynamic === undefined) return;
      survives(() => readImports(elf, dynamic));
      survives(() => readNeededVersions(elf, dynamic));
      survives(() => readDefinedVersions(elf, dynamic));
    });
  });
  expect(performance.now() - started).toBeLessThan(SLOWEST_MS);
}

function survives(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
}

describe('any ELF file ends in values or read errors', () => {
  it('with hostile numbers', () => {
    fc.assert(
      fc.property(file, changes, (whole, list) => {
        const copy = Buffer.from(whole);
        for (const [place, value, width] of list)
          copy.writeUIntLE(width === 4 ? value : value & (width === 1 ? 0xff : 0xffff), place % (copy.length - 4), width);
        readEverything(copy);
      }),
      OPTIONS,
    );
  });

  it('cut short', () => {
    fc.assert(
      fc.property(file, fc.nat(0xfffff), (whole, length) => readEverything(whole.subarray(0, length % whole.length))),
      OPTIONS,
    );
  });

  it('with any bytes as tables', () => {
    fc.assert(
      fc.property(file, fc.uint8Array({ minLength: 16, maxLength: 400 }), fc.nat(0xfffff), (whole, bytes, place) => {
        const copy = Buffer.from(whole);
        copy.set(bytes.subarray(0, copy.length - 64), 64 + (place % Math.max(1, copy.length - 64 - bytes.length)));
        readEverything(copy);
      }),
      OPTIONS,
    );
  });
});
