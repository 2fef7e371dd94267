import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseTufRoot } from './index.ts';

const KEY = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: 'ab' } };
const ROLE = { keyids: ['a', 'b', 'a'], threshold: 2 };
const SIGNED = {
  ...{ _type: 'root', spec_version: '1.0.0', consistent_snapshot: true, version: 3, expires: '2034-10-24T00:00:00Z' },
  keys: { b: KEY, a: { ...KEY, scheme: 'x' } },
  roles: { targets: ROLE, root: { ...ROLE, threshold: 1 } },
};
const parse = (document: unknown) => parseTufRoot(Buffer.from(JSON.stringify(document)), 'root.json');
const signed = (change: object) => ({ signed: { ...SIGNED, ...change }, signatures: [] });

describe('parseTufRoot', () => {
  it('says versions, expiry, keys by id, roles by name and signatures in order', () => {
    expect(
      parse({
        signed: SIGNED,
        signatures: [
          { keyid: 'b', sig: 'AB01' },
          { keyid: 'c', sig: '' },
        ],
      }),
    ).toEqual({
      ...{ specVersion: '1.0.0', version: 3, expires: SIGNED.expires, expiresAt: SIGNED.expires, consistentSnapshot: true },
      keys: [
        { keyId: 'a', type: 'ed25519', scheme: 'x', publicKey: 'ab', written: { ...KEY, scheme: 'x' } },
        { keyId: 'b', type: 'ed25519', scheme: 'ed25519', publicKey: 'ab', written: KEY },
      ],
      roles: [
        { name: 'root', threshold: 1, keyIds: ['a', 'b', 'a'] },
        { name: 'targets', threshold: 2, keyIds: ['a', 'b', 'a'] },
      ],
      signatures: [
        { keyId: 'b', signature: 'ab01' },
        { keyId: 'c', signature: '' },
      ],
      signed: SIGNED,
    });
  });

  it.each([
    ['2034-10-24T00:00:00Z', '2034-10-24T00:00:00Z'],
    ['2034-10-24t00:00:00.999z', '2034-10-24T00:00:00Z'],
    ['2034-10-24T00:30:00+02:00', '2034-10-23T22:30:00Z'],
  ])('the expiry %s is %s', (expires, expiresAt) => expect(parse(signed({ expires }))).toMatchObject({ expires, expiresAt }));

  it.each(['', '2034-10-24', '2034-02-30T00:00:00Z', '2034-13-01T00:00:00Z', '2034-10-24T25:00:00Z', '24 Oct 2034 00:00:00 UTC', '+012034-10-24T00:00:00Z'])(
    'an expiry of %j is none',
    (expires) => expect(() => parse(signed({ expires }))).toThrow(/signed\.expires.*RFC 3339/),
  );

  it.each<[string, unknown, RegExp]>([
    ['another role', signed({ _type: 'targets' }), /signed\._type.*"root"/],
    ['no role', [], /document.*an object/],
    ['no root among the roles', signed({ roles: { targets: ROLE } }), /signed\.roles\.root/],
    ['a threshold of 0', signed({ roles: { root: { ...ROLE, threshold: 0 } } }), /signed\.roles\.root\.threshold/],
    ['a threshold as text', signed({ roles: { root: { ...ROLE, threshold: '1' } } }), /threshold/],
    ['no signatures', { signed: SIGNED }, /signatures.*a list/],
    ['a signature without a key', { signed: SIGNED, signatures: [{ sig: '' }] }, /signatures\[0\]\.keyid/],
    ['a signature with a letter too many', { signed: SIGNED, signatures: [{ keyid: 'a', sig: 'abc' }] }, /signatures\[0\]\.sig.*two for each byte/],
    ['a signature with other letters behind', { signed: SIGNED, signatures: [{ keyid: 'a', sig: 'abzz' }] }, /signatures\[0\]\.sig/],
    ['key ids that are numbers', signed({ roles: { root: { ...ROLE, keyids: [1] } } }), /keyids.*a string/],
    ['a key without a type', signed({ keys: { a: {} } }), /signed\.keys\.a\.keytype/],
    ['a key without a value', signed({ keys: { a: { ...KEY, keyval: {} } } }), /signed\.keys\.a\.keyval\.public/],
    [
      '101 keys',
      signed({ keys: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, KEY])) }),
      /signed\.keys: found 101, expected at most 100/,
    ],
    ['101 signatures', { signed: SIGNED, signatures: Array(101).fill({}) }, /signatures: found 101/],
    ['101 key ids', signed({ roles: { root: { ...ROLE, keyids: Array(101).fill('a') } } }), /keyids: found 101/],
  ])('%s', (_, document, message) => expect(() => parse(document)).toThrow(message));

  it('refuses a key id that stands there twice', () => {
    const id = 'A'.repeat(64);
    const text = JSON.stringify({ ...signed({ keys: { [id]: KEY, b: KEY }, roles: { root: { ...ROLE, keyids: [id, id] } } }) });
    expect(parseTufRoot(Buffer.from(text), 'root.json').keys).toHaveLength(2);
    const twice = text.replace('"b":', `"${id}" :`);
    expect(() => parseTufRoot(Buffer.from(twice), 'root.json')).toThrow(/signed\.keys\.A+: expected one member of that name/);
  });

  it.each([
    ['', /JSON/],
    ['{', /JSON/],
    ['\u00ff'.repeat(3), /JSON/],
  ])('text that is no JSON: %j', (text, message) => expect(() => parseTufRoot(Buffer.from(text), 'root.json')).toThrow(message));

  it.each(['roles', 'keys', 'expires', 'version'])('any JSON as %s ends in a root or in one of our errors', (field) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => parse(signed({ [field]: value }))).toSatisfy((run: () => unknown) => {
          try {
            run();
            return true;
          } catch (error) {
            return error instanceof ReadError;
          }
        });
      }),
    );
  });
});
