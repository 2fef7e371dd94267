import { createHash } from 'node:crypto';
import { checkDocument, factsDocumentSchema, toBlob } from '@staticfire/facts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';
import { parseFacts } from './validate-facts.ts';

const schema = factsDocumentSchema(factCatalogue);
const validate = new Ajv2020({ strict: true }).compile(schema);

const identity = { size: 1, modified: '1', changed: '1', inode: '1' };
const good = () => ({
  $schema: 'urn:staticfire:schema:facts:1',
  version: 1,
  tool: { name: 't', version: '1' },
  input: { path: 'p', container: 'raw', sha256: '0'.repeat(64), before: { ...identity }, after: { ...identity }, unchanged: true },
  body: {
    judgedBank: 'A',
    facts: [
      { name: 'disk.partitions', sources: [{ partition: 'DISK', offset: 0, length: 512 }], state: 'absent' },
      { name: 'boot.cmdline', bank: 'A', sources: [], state: 'unreadable', error: { kind: 'format', message: 'm', structure: 's' } },
      { name: 'boot.era', bank: 'A', sources: [], state: 'present', value: { era: 'unknown', evidence: [], problems: [] } },
    ],
  },
});

/** Every place in a document, as the steps to it. */
function placesOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [
    ...members.flatMap(([key, member]) => placesOf(member, [...path, Array.isArray(value) ? Number(key) : key])),
    ...(path.length > 0 ? [[...path]] : []),
  ];
}

function changed(place: readonly (string | number)[], change: unknown): unknown {
  const document = good();
  // biome-ignore lint/suspicious/noExplicitAny: walks to any place of a document
  const parent = place.slice(0, -1).reduce((at: any, step) => at[step], document);
  if (change === undefined) delete parent[place.at(-1)!];
  else parent[place.at(-1)!] = change;
  return JSON.parse(JSON.stringify(document));
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const blobs = ['policy', 'module', ''].map((text) => toBlob(Buffer.from(text), digest(text))).sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
const withBlobs = (changes: object, at = 0) => changed(['body', 'blobs'], blobs.with(at, { ...blobs[at]!, ...changes }));

describe('blobs of saved facts', () => {
  it('are taken when they are what they say they are', () => {
    expect(parseFacts(JSON.stringify(withBlobs({}))).body.blobs).toEqual(blobs);
    expect(parseFacts(JSON.stringify(changed(['body', 'blobs'], []))).body.blobs).toEqual([]);
  });

  it.each([
    ['other bytes', withBlobs({ base64: Buffer.from('PoLicy').toString('base64') }, 1), /^\/body\/blobs\/1\/\w+ /],
    ['another length', withBlobs({ length: 99 }, 2), /^\/body\/blobs\/2\/length must be/],
    ['a digest of something else', withBlobs({ sha256: '0'.repeat(64) }), /^\/body\/blobs\/0\/sha256 is not the digest of these bytes/],
    ['a digest that is none', withBlobs({ sha256: 'x' }), /^\/body\/blobs\/0\/sha256 must match/],
    ['what is no base64', withBlobs({ base64: 'a b' }), /^\/body\/blobs\/0\/base64 is not base64/],
    ['base64 of another alphabet', withBlobs({ base64: '-_-_', length: 3 }), /^\/body\/blobs\/0\/base64 is not base64/],
    ['another order', changed(['body', 'blobs'], blobs.toReversed()), /^\/body\/blobs\/1\/sha256 must come after the one before/],
    ['one twice', changed(['body', 'blobs'], [blobs[0], ...blobs]), /^\/body\/blobs\/1\/sha256 must come after the one before/],
    ['no list', changed(['body', 'blobs'], {}), /^\/body\/blobs must be array/],
  ])('%s are refused with their place', (_, document, message) => expect(() => parseFacts(JSON.stringify(document))).toThrow(message));
});

describe('the check of saved facts', () => {
  it('says the same as ajv, whatever is changed, removed or added', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, 1, 1.5, -1, '', 'A', 'absent', 'present', 'disk.partitions', true, [], {}, [{}], { era: 'unknown' }),
      fc.jsonValue({ maxDepth: 1 }),
    );
    const places = [
      ...placesOf(good()),
      ['extra'],
      ['body', 'extra'],
      ['body', 'facts', 3],
      ['body', 'facts', 0, 'value'],
      ['body', 'facts', 2, 'value', 'extra'],
      ['input', 'rehash'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), value, (place, change) => {
        const document = changed(place, change);
        expect(checkDocument(document, schema) === undefined, JSON.stringify(document)).toBe(validate(document));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a document that fits', () => {
    expect(validate(good()), JSON.stringify(validate.errors)).toBe(true);
    expect(parseFacts(JSON.stringify(good()))).toEqual(good());
  });

  it.each([
    ['another version', { ...good(), $schema: 'urn:x' }, /not a facts document of version 1: \$schema is urn:x/],
    ['no document', [], /\$schema is undefined/],
    ['a short digest', changed(['input', 'sha256'], 'ab'), /^\/input\/sha256 must match \^\[0-9a-f\]\{64\}\$/],
    ['a misspelt member', changed(['body', 'fcats'], []), /^\/body\/fcats is not known here/],
    ['a missing member', changed(['input', 'container'], undefined), /^\/input must have container/],
    ['a value of another type', changed(['body', 'facts', 2, 'value', 'problems'], 3), /^\/body\/facts\/2\/value\/problems must be array/],
  ])('refuses %s with its place', (_, document, message) => {
    expect(() => parseFacts(JSON.stringify(document))).toThrow(message);
  });

  it('refuses a schema that it does not know all of', () => {
    expect(() => checkDocument('a', { type: 'string', maxLength: 3 })).toThrow('the schema uses maxLength');
  });
});
