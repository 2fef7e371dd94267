import { ukiFile, withCertificate } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { contentInfo, digestInfo, signedData } from './fixtures/signed-data.ts';
import { authenticodeDigest, isPe, readPe, readPeSection, readSignedDigest, readUki } from './index.ts';

const SEED = 20261125;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 4;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const HEADERS_END = 0x400;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const SIGNATURE = contentInfo(signedData(digestInfo()));
const UKI = withCertificate(
  ukiFile({
    machine: 'x64',
    sections: [
      { name: '.sbat', bytes: text('sbat,1,SBAT Version,sbat,1,https://example.invalid\n') },
      { name: '.cmdline', bytes: text('quiet') },
      { name: '.linux', bytes: new Uint8Array(2000) },
    ],
  }),
  SIGNATURE,
);

const place = fc.oneof(fc.nat(HEADERS_END), fc.integer({ min: UKI.length - SIGNATURE.length - 16, max: UKI.length - 5 }), fc.nat(UKI.length - 5));
const number = fc.oneof(fc.constantFrom(0, 1, 7, 8, 0x40, 0x7f, 0x80, 0xff, 0x200, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff), fc.nat(0xffffffff));
const changes = fc.array(fc.tuple(place, number, fc.constantFrom(1, 2, 4)), { minLength: 1, maxLength: 4 });

/** Calls everything; one of our three errors is as good as a value. */
function readEverything(bytes: Uint8Array): void {
  const source = memorySource(bytes);
  const recognised = isPe(source);
  survives(() => {
    const pe = readPe(source);
    expect(recognised).toBe(true);
    survives(() => authenticodeDigest(pe, 'sha256'));
    survives(() => readUki(pe));
    for (const { name } of pe.sections) survives(() => readPeSection(pe, name, 10_000));
    for (const certificate of pe.certificates) survives(() => readSignedDigest(pe, certificate));
  });
}

function survives(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
}

describe('any PE image ends in values or read errors', () => {
  it('with hostile numbers', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const file = Buffer.from(UKI);
        for (const [at, value, width] of list) file.writeUIntLE(width === 4 ? value : value & (width === 1 ? 0xff : 0xffff), at, width);
        readEverything(file);
      }),
      OPTIONS,
    );
  });

  it('cut short', () => {
    fc.assert(
      fc.property(fc.nat(UKI.length), (length) => readEverything(UKI.subarray(0, length))),
      OPTIONS,
    );
  });

  it('with any bytes as headers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0x200, maxLength: 0x200 }), (bytes) => {
        const file = Buffer.concat([UKI.subarray(0, 0x44), bytes]);
        file.writeUInt16LE(0x20b, 0x58);
        readEverything(file);
      }),
      OPTIONS,
    );
  });

  it('with any bytes as signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => readEverything(withCertificate(UKI, bytes))),
      OPTIONS,
    );
  });
});
