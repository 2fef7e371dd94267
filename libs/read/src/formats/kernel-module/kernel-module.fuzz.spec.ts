import { signedModule, signerInfo, withModuleTrailer } from '@staticfire/testkit';
import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { parseModinfo, readModuleSignature } from './index.ts';

const SIGNED = signedModule('content', {
  signers: [signerInfo({ attributes: true }), signerInfo({ keyId: Buffer.from('ab', 'hex') })],
  between: [Buffer.from('a0023000', 'hex')],
});
const flips = fc.array(fc.tuple(fc.nat(SIGNED.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });

const fuzz = fuzzDecoder('kernel-module', ['signedModule with two signers'], { slowestMs: 500 });

/** A signature with signers, none, or one of our three errors. */
function read(bytes: Uint8Array): void {
  const signature = readModuleSignature(memorySource(bytes));
  if (signature !== undefined) expect([signature.signers.length > 0, signature.contentLength < bytes.length]).toEqual([true, true]);
}

fuzz.property('changed bytes of a signed module', flips, (changes) => {
  const bytes = Buffer.from(SIGNED);
  for (const [at, value] of changes) bytes[at] = value;
  read(bytes);
});

fuzz.property('any bytes with the trailer of a signature', fc.uint8Array({ maxLength: 200 }), (message) => read(withModuleTrailer('content', message)));

fuzz.property('any .modinfo', fc.uint8Array({ maxLength: 300 }), (bytes) => {
  for (const { key } of parseModinfo(bytes, 0)) expect(key).not.toContain('=');
});

it('every byte of it changed, and every part of it missing, ends in a value or in one of our errors', () => {
  for (let at = 0; at < SIGNED.length; at++) {
    for (const value of [0, 1, 0x30, 0x80, 0x84, 0xff, SIGNED[at]! ^ 0x20]) {
      const bytes = Buffer.from(SIGNED);
      bytes[at] = value;
      survives(() => read(bytes));
    }
    survives(() => read(SIGNED.subarray(at)));
    survives(() => read(Buffer.concat([SIGNED.subarray(0, at), SIGNED.subarray(at + 1)])));
  }
});
