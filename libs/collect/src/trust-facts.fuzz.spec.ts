import { caBundle, tufRoot } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { collectFrom } from './fixtures/collect-from.ts';
import { collectTrustCertificates } from './trust-certificates/collect-trust-certificates.ts';
import { collectUpdateRoot } from './update-root/collect-update-root.ts';

const ROOT = '/usr/share/updog/root.json';
const BUNDLE = '/usr/share/factory/etc/pki/tls/certs/ca-bundle.crt';
const ROOT_TEXT = tufRoot();
const BUNDLE_TEXT = caBundle();

/** As bytes: a text may be a word of `MemoryTree`. */
const collectRoot = (content: string | Uint8Array) => collectFrom(collectUpdateRoot, { [ROOT]: Buffer.from(content) });
const collectBundle = (content: string | Uint8Array) => collectFrom(collectTrustCertificates, { [BUNDLE]: Buffer.from(content) });

/** Text with some places changed. */
const damaged = (text: string, words: readonly string[]) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })), fc.nat(80)), { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce((whole, [at, word, length]) => `${whole.slice(0, at)}${word}${whole.slice(at + length)}`, text));

/** A member of the document, at any depth, set to any JSON. */
const changedMember = fc.tuple(fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }), fc.jsonValue()).map(([steps, value]) => {
  const document = JSON.parse(ROOT_TEXT) as Record<string, unknown>;
  let at: Record<string, unknown> = document;
  for (const step of steps.slice(0, -1)) {
    const next = Object.values(at)[step % Math.max(1, Object.keys(at).length)];
    if (typeof next !== 'object' || next === null) break;
    at = next as Record<string, unknown>;
  }
  const names = Object.keys(at);
  const name = names[steps.at(-1)! % Math.max(1, names.length)];
  if (name !== undefined) at[name] = value;
  return JSON.stringify(document);
});

const fuzz = fuzzDecoder('trust-facts', ['tufRoot', 'caBundle', 'a certificate of caBundle']);
const rootText = fc.oneof(
  changedMember,
  damaged(ROOT_TEXT, ['{', '}', '[]', '"', '"a":', '0', '1e400', '-1', 'null', '\\ud800', '\\u0000', '"__proto__":{},']),
  fc.string(),
);

fuzz.asyncProperty(
  'are made of any root role, which only its own text makes valid',
  rootText,
  async (content) => {
    const fact = await collectRoot(content);
    if (fact.state !== 'present') return fact.state;
    const { countedSignatures, thresholdMet } = fact.value as { countedSignatures: number; thresholdMet?: boolean };
    if (thresholdMet && countedSignatures === 2) expect(signedPart(content)).toEqual(signedPart(ROOT_TEXT));
    return fact.state;
  },
  { outcomes: ['present', 'unreadable'] },
);

const bundleWords = ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', '-----BEGIN X-----', '\n', '=', 'MII'];
fuzz.asyncProperty('are made of any bundle', fc.oneof(damaged(BUNDLE_TEXT, bundleWords), fc.uint8Array(), fc.string()), async (content) => {
  expect((await collectBundle(content)).state).toBe('present');
});

const der = Buffer.from(BUNDLE_TEXT.split('-----BEGIN CERTIFICATE-----')[1]!.split('-----END')[0]!, 'base64');
const derByte = fc.oneof(fc.constantFrom(0, 0x30, 0x7f, 0x80, 0x84, 0xff), fc.nat(255));
fuzz.asyncProperty('are made of any certificate', fc.array(fc.tuple(fc.nat(der.length - 1), derByte), { minLength: 1, maxLength: 3 }), async (changes) => {
  const bytes = Buffer.from(der);
  for (const [at, value] of changes) bytes[at] = value;
  expect((await collectBundle(`-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`)).state).toBe('present');
});

function signedPart(text: string): unknown {
  return (JSON.parse(text) as { signed: unknown }).signed;
}
