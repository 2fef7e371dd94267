import { keyProfile, signProgram, ukiFile } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { type PeImage, readAuthenticodeSignature, readKeySection, readPe, readSbat, readSbatLevels, readVendorTrust } from './index.ts';

const SEED = 20261126;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const SLOWEST_MS = 2000;

const KEYS = keyProfile('lab');
const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
const listOf = (type: string, entry: Uint8Array) =>
  Buffer.concat([Buffer.from(type, 'hex'), words(28 + 2 * (16 + entry.length), 0, 16 + entry.length), Buffer.alloc(16), entry, Buffer.alloc(16), entry]);
const DATABASE = Buffer.concat([
  listOf('a159c0a5e494a74a87b5ab155c2bf072', Buffer.from('3003020101', 'hex')),
  listOf('2616c4c14c509240aca941f936934328', Buffer.alloc(32, 7)),
]);
const PREVIOUS = 'sbat,1,2024010900\ngrub,3\n\0';
const SECTIONS: Readonly<Record<string, Buffer>> = {
  '.vendor_cert': Buffer.concat([words(DATABASE.length, DATABASE.length, 16, 16 + DATABASE.length), DATABASE, DATABASE]),
  '.sbatlevel': Buffer.concat([words(0, 8, 8 + PREVIOUS.length), Buffer.from(`${PREVIOUS}sbat,1\n\0`)]),
  '.sbat': Buffer.from('sbat,1,SBAT Version,sbat,1,https://example.invalid\ngrub,4,FSF,grub,2.06,x\n'),
  '.pubkey': KEYS.configPublicKey,
};

const fileOf = (sections: Readonly<Record<string, Uint8Array>>) =>
  ukiFile({ machine: 'x64', sections: Object.entries(sections).map(([name, bytes]) => ({ name, bytes })) });
const read = (pe: PeImage) => [readVendorTrust, readSbatLevels, readSbat, readKeySection].map((reader) => reader(pe));

/** A value, or one of our three errors, soon. */
function survives(work: () => unknown): void {
  const start = performance.now();
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
  }
  expect(performance.now() - start).toBeLessThan(SLOWEST_MS);
}

describe('any bytes end in values or read errors', () => {
  it('the seeds are read', () => {
    const pe = readPe(memorySource(fileOf(SECTIONS)));
    expect(readVendorTrust(pe)).toMatchObject({ authorized: { length: 4 }, deauthorized: { length: 4 } });
    expect(readSbatLevels(pe)).toMatchObject({ previous: { length: 2 }, latest: { length: 1 } });
    expect(readSbat(pe)).toHaveLength(2);
  });

  it('sections with hostile numbers', () => {
    const number = fc.oneof(fc.constantFrom(0, 1, 15, 16, 28, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff), fc.nat(0xffffffff));
    const change = fc.tuple(fc.constantFrom(...Object.keys(SECTIONS)), fc.nat(400), number);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const sections = Object.fromEntries(Object.entries(SECTIONS).map(([name, bytes]) => [name, Buffer.from(bytes)]));
        for (const [name, at, value] of changes) sections[name]!.writeUInt32LE(value, at % (sections[name]!.length - 3));
        const pe = readPe(memorySource(fileOf(sections)));
        survives(() => read(pe));
        for (const reader of [readVendorTrust, readSbatLevels, readSbat, readKeySection]) survives(() => reader(pe));
      }),
      OPTIONS,
    );
  });

  it('sections of any bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(SECTIONS)), fc.uint8Array({ minLength: 1, maxLength: 200 }), (name, bytes) => {
        const pe = readPe(memorySource(fileOf({ [name]: bytes })));
        survives(() => read(pe));
      }),
      OPTIONS,
    );
  });

  it('signatures with changed bytes', () => {
    const signed = signProgram(fileOf({}), KEYS.code, 0);
    const start = readPe(memorySource(signed)).certificateTable!.offset;
    const place = fc.integer({ min: start, max: signed.length - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Buffer.from(signed);
        for (const [at, value] of changes) bytes[at] = value;
        survives(() => {
          const pe = readPe(memorySource(bytes));
          for (const entry of pe.certificates) expect(readAuthenticodeSignature(pe, entry).signers.length).toBeGreaterThan(0);
        });
      }),
      OPTIONS,
    );
  });
});
