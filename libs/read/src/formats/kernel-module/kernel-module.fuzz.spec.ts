import { signedModule, signerInfo, withModuleTrailer } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { parseModinfo, readModuleSignature } from './index.ts';

const SEED = 20261125;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const SLOWEST_MS = 500;

const SIGNED = signedModule('content', {
  signers: [signerInfo({ attributes: true }), signerInfo({ keyId: Buffer.from('ab', 'hex') })],
  between: [Buffer.from('a0023000', 'hex')],
});
const flips = fc.array(fc.tuple(fc.nat(SIGNED.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });

/** A signature with signers, none, or one of our three errors, soon. */
function survives(bytes: Uint8Array): void {
  const start = performance.now();
  try {
    const signature = readModuleSignature(memorySource(bytes));
    expect(signature === undefined || (signature.signers.length > 0 && signature.contentLength < bytes.length)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
  }
  expect(performance.now() - start).toBeLessThan(SLOWEST_MS);
}

describe('any bytes end in a value or in one of our errors', () => {
  it('changed bytes of a signed module', () => {
    const property = fc.property(flips, (changes) => {
      const bytes = Buffer.from(SIGNED);
      for (const [at, value] of changes) bytes[at] = value;
      survives(bytes);
    });
    fc.assert(property, OPTIONS);
  });

  it('every byte of it changed, and every part of it missing', () => {
    for (let at = 0; at < SIGNED.length; at++) {
      for (const value of [0, 1, 0x30, 0x80, 0x84, 0xff, SIGNED[at]! ^ 0x20]) {
        const bytes = Buffer.from(SIGNED);
        bytes[at] = value;
        survives(bytes);
      }
      survives(SIGNED.subarray(at));
      survives(Buffer.concat([SIGNED.subarray(0, at), SIGNED.subarray(at + 1)]));
    }
  });

  it('any bytes with the trailer of a signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => survives(withModuleTrailer('content', message))),
      OPTIONS,
    );
  });

  it('any .modinfo', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const { key } of parseModinfo(bytes, 0)) expect(key).not.toContain('=');
    });
    fc.assert(property, OPTIONS);
  });
});
