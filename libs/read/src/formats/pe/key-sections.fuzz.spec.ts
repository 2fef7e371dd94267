import { keyProfile, signProgram, ukiFile } from '@staticfire/testkit';
import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readAuthenticodeSignature, readKeySection, readPe, readSbat, readSbatLevels, readVendorTrust } from './index.ts';

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

const readers = [readVendorTrust, readSbatLevels, readSbat, readKeySection];
const fuzz = fuzzDecoder('pe-key-sections', ['ukiFile with sections of keys and levels', 'ukiFile signed by signProgram']);

function readSections(bytes: Buffer): void {
  const pe = readPe(memorySource(bytes));
  for (const reader of readers) survives(() => reader(pe));
}

it('the seeds are read', () => {
  const pe = readPe(memorySource(fileOf(SECTIONS)));
  expect(readVendorTrust(pe)).toMatchObject({ authorized: { length: 4 }, deauthorized: { length: 4 } });
  expect(readSbatLevels(pe)).toMatchObject({ previous: { length: 2 }, latest: { length: 1 } });
  expect(readSbat(pe)).toHaveLength(2);
});

const number = fc.oneof(fc.constantFrom(0, 1, 15, 16, 28, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff), fc.nat(0xffffffff));
const name = fc.constantFrom(...Object.keys(SECTIONS));
fuzz.property('sections with hostile numbers', fc.array(fc.tuple(name, fc.nat(400), number), { minLength: 1, maxLength: 4 }), (changes) => {
  const sections = Object.fromEntries(Object.entries(SECTIONS).map(([section, bytes]) => [section, Buffer.from(bytes)]));
  for (const [section, at, value] of changes) sections[section]!.writeUInt32LE(value, at % (sections[section]!.length - 3));
  readSections(fileOf(sections));
});

fuzz.property('sections of any bytes', fc.tuple(name, fc.uint8Array({ minLength: 1, maxLength: 200 })), ([section, bytes]) =>
  readSections(fileOf({ [section]: bytes })),
);

const SIGNED = signProgram(fileOf({}), KEYS.code, 0);
const start = readPe(memorySource(SIGNED)).certificateTable!.offset;
const place = fc.integer({ min: start, max: SIGNED.length - 1 });
fuzz.property('signatures with changed bytes', fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
  const bytes = Buffer.from(SIGNED);
  for (const [at, value] of changes) bytes[at] = value;
  const pe = readPe(memorySource(bytes));
  for (const entry of pe.certificates) expect(readAuthenticodeSignature(pe, entry).signers.length).toBeGreaterThan(0);
});
