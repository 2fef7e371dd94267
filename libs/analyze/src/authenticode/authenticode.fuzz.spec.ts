import { memorySource } from '@staticfire/read/block-source';
import { ReadError } from '@staticfire/read/bytes';
import { authenticodeDigest, readAuthenticodeSignature, readPe } from '@staticfire/read/formats/pe';
import { keyProfile, signProgram, ukiFile } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CertificateChain, verifyAuthenticodeSigner } from './index.ts';

const KEYS = keyProfile('lab');
const SIGNED = signProgram(ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from('sbat,1,x\n') }] }), KEYS.code, 0);
const UNCHANGED = readAuthenticodeSignature(readPe(memorySource(SIGNED)), readPe(memorySource(SIGNED)).certificates[0]!);

interface Found {
  readonly holds: boolean;
  readonly leads: boolean;
  readonly isOtherSigner: boolean;
}

/** undefined for one of our three errors, and for a program that is no longer signed. */
function judge(bytes: Uint8Array): Found | undefined {
  try {
    const pe = readPe(memorySource(bytes));
    const [first] = pe.certificates;
    if (first === undefined) return undefined;
    const signature = readAuthenticodeSignature(pe, first);
    const [signer] = signature.signers;
    if (signer === undefined) return undefined;
    const { certificate, problems } = verifyAuthenticodeSigner(signature, signer);
    const { algorithm, digest } = signature.signed;
    if (certificate === undefined || algorithm === undefined) return undefined;
    const chain = new CertificateChain(certificate.bytes, []);
    const isOtherSigner = Buffer.compare(certificate.bytes, UNCHANGED.certificates[0]!.bytes) !== 0;
    return { holds: problems.length === 0 && authenticodeDigest(pe, algorithm) === digest, leads: chain.leadsTo(KEYS.vendor.der), isOtherSigner };
  } catch (error) {
    if (bytes.length > 0 && error instanceof ReadError) return undefined;
    throw error;
  }
}

const table = readPe(memorySource(SIGNED)).certificateTable!.offset;
const inside = fc.integer({ min: table + 8, max: SIGNED.length - 1 });
const change = fc.tuple(fc.oneof(inside, fc.nat(table - 1)), fc.integer({ min: 1, max: 255 }));

it('the seed holds', () => {
  expect(judge(SIGNED)).toEqual({ holds: true, leads: true, isOtherSigner: false });
});

fuzzDecoder('authenticode', ['ukiFile signed by signProgram']).property(
  'a signed program with changed bytes is judged or refused; no other signer is vouched for, and no other program holds',
  fc.array(change, { minLength: 1, maxLength: 4 }),
  (changes) => {
    const bytes = Buffer.from(SIGNED);
    for (const [at, mask] of changes) bytes[at]! ^= mask;
    const found = judge(bytes);
    if (found?.isOtherSigner) expect(found.leads).toBe(false);
    if (found?.holds) expect(hashed(bytes, table)).toEqual(hashed(SIGNED, table));
    return found === undefined ? 'refused' : 'judged';
  },
  { outcomes: ['judged', 'refused'] },
);

/** What firmware hashes: all of the file but CheckSum and the entry of the certificate table. */
function hashed(bytes: Buffer, table: number): string {
  const copy = Buffer.from(bytes.subarray(0, table));
  const optional = copy.readUInt32LE(0x3c) + 24;
  copy.fill(0, optional + 64, optional + 68);
  copy.fill(0, optional + 112 + 32, optional + 112 + 40);
  return copy.toString('hex');
}
