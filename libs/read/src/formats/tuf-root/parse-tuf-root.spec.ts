import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseTufRoot } from './index.ts';

const ROLE = { keyids: ['a', 'b', 'a'], threshold: 2 };
const SIGNED = {
  ...{ _type: 'root', spec_version: '1.0.0', consistent_snapshot: true, version: 3, expires: '2034-10-24T00:00:00Z' },
  keys: { a: {}, b: {} },
  roles: { targets: ROLE, root: { ...ROLE, threshold: 1 } },
};
const parse = (document: unknown) => parseTufRoot(Buffer.from(JSON.stringify(document)), 'root.json');

describe('parseTufRoot', () => {
  it('says versions, expiry, and for each role how many of how many keys', () => {
    expect(parse({ signed: SIGNED, signatures: [{}, {}] })).toEqual({
      ...{ specVersion: '1.0.0', version: 3, expires: '2034-10-24T00:00:00Z', consistentSnapshot: true, keys: 2, signatures: 2 },
      roles: [
        { name: 'root', threshold: 1, keys: 2 },
        { name: 'targets', threshold: 2, keys: 2 },
      ],
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['another role', { signed: { ...SIGNED, _type: 'targets' }, signatures: [] }, /signed\._type.*"root"/],
    ['no role', [], /document.*an object/],
    ['a threshold of 0', { signed: { ...SIGNED, roles: { root: { ...ROLE, threshold: 0 } } }, signatures: [] }, /signed\.roles\.root\.threshold/],
    ['a threshold as text', { signed: { ...SIGNED, roles: { root: { ...ROLE, threshold: '1' } } }, signatures: [] }, /threshold/],
    ['no signatures', { signed: SIGNED }, /signatures.*a list/],
    ['key ids that are numbers', { signed: { ...SIGNED, roles: { root: { ...ROLE, keyids: [1] } } }, signatures: [] }, /keyids.*a string/],
  ])('%s', (_, document, message) => expect(() => parse(document)).toThrow(message));

  it.each([
    ['', /JSON/],
    ['{', /JSON/],
    ['\u00ff'.repeat(3), /JSON/],
  ])('text that is no JSON: %j', (text, message) => expect(() => parseTufRoot(Buffer.from(text), 'root.json')).toThrow(message));

  it('any JSON ends in a root or in one of our errors', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => parse({ signed: { ...SIGNED, roles: value }, signatures: [] })).toSatisfy((run: () => unknown) => {
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
