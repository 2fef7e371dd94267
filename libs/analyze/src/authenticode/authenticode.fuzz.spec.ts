import { memorySource } from '@staticfire/read/block-source';
import { ReadError } from '@staticfire/read/bytes';
import { authenticodeDigest, readAuthenticodeSignature, readPe } from '@staticfire/read/formats/pe';
import { keyProfile, signProgram, ukiFile } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CertificateChain, verifyAuthenticodeSigner } from './index.ts';

const SEED = 20261126;
const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const SLOWEST_MS = 2000;

const KEYS = keyProfile('lab');
const SIGNED = signProgram(ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from('sbat,1,x\n') }] }), KEYS.code, 0);
const UNCHANGED = readAuthenticodeSignature(readPe(memorySource(SIGNED)), readPe(memorySource(SIGNED)).certificates[0]!);

interface Found {
  readonly holds: boolean;
  readonly leads: boolean;
  readonly isOtherSigner: boolean;
}

/** undefined for one of our three errors. */
function judge(bytes: Uint8Array): Found | undefined {
  try {
    const pe = readPe(memorySource(bytes));
    const signature = readAuthenticodeSignature(pe, pe.certificates[0]!);
    const { certificate, problems } = verifyAuthenticodeSigner(signature, signature.signers[0]!);
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

describe('a signed program with changed bytes', () => {
  it('is judged or refused, soon; no other signer is vouched for, and no other program holds', () => {
    expect(judge(SIGNED)).toEqual({ holds: true, leads: true, isOtherSigner: false });
    const table = readPe(memorySource(SIGNED)).certificateTable!.offset;
    const inside = fc.integer({ min: table + 8, max: SIGNED.length - 1 });
    const change = fc.tuple(fc.oneof(inside, fc.nat(table - 1)), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(SIGNED);
        for (const [at, mask] of changes) bytes[at]! ^= mask;
        const start = performance.now();
        const found = judge(bytes);
        expect(performance.now() - start).toBeLessThan(SLOWEST_MS);
        if (found?.isOtherSigner) expect(found.leads).toBe(false);
        if (found?.holds) expect(hashed(bytes, table)).toEqual(hashed(SIGNED, table));
      }),
      OPTIONS,
    );
  });
});

/** What firmware hashes: all of the file but CheckSum and the entry of the certificate table. */
function hashed(bytes: Buffer, table: number): string {
  const copy = Buffer.from(bytes.subarray(0, table));
  const optional = copy.readUInt32LE(0x3c) + 24;
  copy.fill(0, optional + 64, optional + 68);
  copy.fill(0, optional + 112 + 32, optional + 112 + 40);
  return copy.toString('hex');
}
