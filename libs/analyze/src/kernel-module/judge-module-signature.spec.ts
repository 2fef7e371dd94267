import { memorySource } from '@staticfire/read/block-source';
import { readModuleSignature } from '@staticfire/read/formats/kernel-module';
import { readCertificateIdentity } from '@staticfire/read/formats/x509';
import { keyProfile, signedModule, signerInfo, signModule } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { judgeModuleSignature } from './judge-module-signature.ts';

const { code: KEY, db: OTHER } = keyProfile('lab');
const CONTENT = Buffer.from('the content of a module');

function judge(bytes: Uint8Array, keys = [KEY]): string {
  const signature = readModuleSignature(memorySource(bytes))!;
  const content = bytes.subarray(0, signature.contentLength);
  const trusted = keys.map(({ der }) => ({ der, ...readCertificateIdentity(der, 0) }));
  return judgeModuleSignature(signature, () => [content.subarray(0, 3), content.subarray(3)], trusted);
}
const signers = (...recipes: readonly Parameters<typeof signerInfo>[0][]) => signedModule(CONTENT, { signers: recipes.map(signerInfo) });
const { issuer, serial } = KEY;

describe('judgeModuleSignature', () => {
  it.each(['sha256', 'sha512'] as const)('a trusted key vouches for the module with %s', (digest) =>
    expect(judge(signModule(CONTENT, KEY, digest))).toBe('valid'),
  );
  it('it is found among others', () => expect(judge(signModule(CONTENT, KEY), [OTHER, KEY])).toBe('valid'));

  it.each<[string, Uint8Array, string]>([
    ['another key', signModule(CONTENT, OTHER), 'unknown-key'],
    ['a key of that number from somebody else', signers({ issuer: OTHER.issuer, serial }), 'unknown-key'],
    ['another key of that issuer', signers({ issuer, serial: Buffer.of(9) }), 'unknown-key'],
    ['a key identifier that no certificate has', signers({ keyId: Buffer.of(1) }), 'unknown-key'],
    ['the key, and not its signature', signers({ issuer, serial }), 'invalid'],
    ['the key, and a digest that nobody knows', signers({ issuer, serial, digest: '1.2.3.4' }), 'unsupported'],
    ['the key, and a digest that is none any more', signers({ issuer, serial, digest: '1.2.840.113549.2.5' }), 'unsupported'],
    ['the key, over attributes', signers({ issuer, serial, attributes: true }), 'unsupported'],
  ])('named is %s', (_, bytes, verdict) => expect(judge(bytes)).toBe(verdict));

  it('says so of a module that was changed', () => {
    const bytes = signModule(CONTENT, KEY);
    bytes[4]! ^= 1;
    expect(judge(bytes)).toBe('invalid');
  });

  it('one signer is enough', () => {
    const valid = readModuleSignature(memorySource(signModule(CONTENT, KEY)))!.signers[0]!;
    const others = readModuleSignature(memorySource(signers({ keyId: Buffer.of(1) }, { issuer, serial })))!.signers;
    const trusted = [{ der: KEY.der, ...readCertificateIdentity(KEY.der, 0) }];
    const verdict = (...all: readonly (typeof valid)[]) => judgeModuleSignature({ contentLength: 0, signers: all }, () => [CONTENT], trusted);
    expect([verdict(...others), verdict(...others, valid)]).toEqual(['invalid', 'valid']);
  });
});
