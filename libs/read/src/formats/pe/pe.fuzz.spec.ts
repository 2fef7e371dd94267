import { ukiFile, withCertificate } from '@staticfire/testkit';
import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { contentInfo, digestInfo, signedData } from './fixtures/signed-data.ts';
import { authenticodeDigest, isPe, readPe, readPeSection, readSignedDigest, readUki } from './index.ts';

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

const fuzz = fuzzDecoder('pe', ['ukiFile with a signature made by hand']);

fuzz.property('with hostile numbers', changes, (list) => {
  const file = Buffer.from(UKI);
  for (const [at, value, width] of list) file.writeUIntLE(width === 4 ? value : value & (width === 1 ? 0xff : 0xffff), at, width);
  readEverything(file);
});

fuzz.property('cut short', fc.nat(UKI.length), (length) => readEverything(UKI.subarray(0, length)));

fuzz.property('with any bytes as headers', fc.uint8Array({ minLength: 0x200, maxLength: 0x200 }), (bytes) => {
  const file = Buffer.concat([UKI.subarray(0, 0x44), bytes]);
  file.writeUInt16LE(0x20b, 0x58);
  readEverything(file);
});

fuzz.property('with any bytes as signature', fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => readEverything(withCertificate(UKI, bytes)));
