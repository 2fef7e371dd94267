import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { parseTufRoot } from '@staticfire/read/formats/tuf-root';
import { type LabTufKey, labTufRoot, type TufRootRecipe, tufKeyId, tufRoot } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { verifyTufRoot } from './index.ts';

const FILE = 'root.json';
const [FIRST, SECOND] = labTufRoot.signers as [LabTufKey, LabTufKey];
const THIRD: LabTufKey = { name: 'third', type: 'ed25519' };

// biome-ignore lint/suspicious/noExplicitAny: documents are damaged member by member
type Document = any;

const judge = async (document: Document) => verifyTufRoot(parseTufRoot(Buffer.from(JSON.stringify(document)), FILE), FILE);
const documentOf = (recipe: Partial<TufRootRecipe> = {}): Document => JSON.parse(tufRoot({ ...labTufRoot, ...recipe }));
const rootRole = (keys: readonly LabTufKey[], threshold: number) => ({ roles: { ...labTufRoot.roles, root: { keys, threshold } } });
const verdicts = async (document: Document) => (await judge(document)).signatures.map(({ verdict, counts }) => `${verdict}${counts ? '' : ', does not count'}`);

describe('verifyTufRoot: a root that holds', () => {
  it('counts both signatures of the lab, RSASSA-PSS by RSA-2048', async () => {
    const judgement = await judge(documentOf());
    expect(judgement).toMatchObject({ counted: 2, thresholdMet: true });
    expect(judgement.signatures).toEqual([FIRST, SECOND].map((key) => ({ keyId: tufKeyId(key), verdict: 'valid', counts: true })));
    const first = judgement.keys.find(({ keyId }) => keyId === tufKeyId(FIRST));
    expect(first).toMatchObject({
      type: 'rsa',
      scheme: 'rsassa-pss-sha256',
      bits: 2048,
      idMatches: true,
      roles: ['root'],
      sha256: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(first).not.toHaveProperty('problem');
    expect(judgement.keys.filter(({ type }) => type === 'ed25519')).toMatchObject([{ bits: 256, roles: ['snapshot', 'targets', 'timestamp'] }]);
    expect(judgement.roles).toMatchObject([{ name: 'root', threshold: 2, keyIds: 2, keys: 2 }, { name: 'snapshot', threshold: 1, keyIds: 1, keys: 1 }, {}, {}]);
  });

  it('takes Ed25519', async () =>
    expect(await judge(documentOf({ ...rootRole([THIRD], 1), signers: [THIRD] }))).toMatchObject({ counted: 1, thresholdMet: true }));

  it('takes letters beyond ASCII, line feeds and quotation marks in what is signed', async () => {
    const note = 'Prüfstand "1"\\\n\u{1F680}';
    const text = (signed: Document) => JSON.stringify(sorted(signed)).replaceAll('\\n', '\n');
    const { document } = signedBy('ed25519', generateKeyPairSync('ed25519'), { note }, text);
    expect(await judge(document)).toMatchObject({ counted: 1, thresholdMet: true });
    document.signed.note = note.replace('ü', 'u');
    expect(await judge(document)).toMatchObject({ counted: 0, thresholdMet: false });
  });
});

describe('verifyTufRoot: signatures that do not count', () => {
  it('a signature of other content', async () => {
    const document = documentOf();
    document.signed.version = 2;
    expect(await verdicts(document)).toEqual(['invalid, does not count', 'invalid, does not count']);
    expect(await judge(document)).toMatchObject({ counted: 0, thresholdMet: false });
  });

  it('one wrong of two', async () => {
    const document = documentOf();
    document.signatures[1].sig = document.signatures[0].sig;
    expect(await verdicts(document)).toEqual(['valid', 'invalid, does not count']);
    expect(await judge(document)).toMatchObject({ counted: 1, thresholdMet: false });
  });

  it('a second one by the same key', async () => {
    const document = documentOf({ signers: [FIRST, FIRST] });
    expect(await verdicts(document)).toEqual(['valid', 'valid, does not count']);
    expect(await judge(document)).toMatchObject({ counted: 1, thresholdMet: false });
  });

  it('one by a key that is there under two ids, each right', async () => {
    const [document, pair] = twoIds();
    const { signatures, roles, counted, thresholdMet, keys } = await judge(document);
    expect(signatures.map(({ verdict, counts }) => [verdict, counts])).toEqual([
      ['valid', true],
      ['valid', false],
    ]);
    expect(new Set(keys.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(keys.every(({ idMatches }) => idMatches)).toBe(true);
    expect(roles.find(({ name }) => name === 'root')).toMatchObject({ keyIds: 2, keys: 1 });
    expect([counted, thresholdMet, pair]).toEqual([1, false, 2]);
  });

  it('one by a key of another role, and one by a key that is not there', async () => {
    const document = documentOf({ ...rootRole([FIRST], 1), signers: [FIRST, SECOND, labTufRoot.roles['targets']!.keys[0]!] });
    delete document.signed.keys[tufKeyId(SECOND)];
    expect((await judge(document)).signatures.map(({ verdict }) => verdict)).toEqual(['invalid', 'unknown-key', 'invalid']);
    const whole = documentOf({ ...rootRole([FIRST], 1), signers: [FIRST, labTufRoot.roles['targets']!.keys[0]!] });
    expect(await verdicts(whole)).toEqual(['valid', 'valid, does not count']);
  });

  it('one by a key whose id is not its own', async () => {
    const document = resigned(
      'ed25519',
      (keys) => keys,
      (id) => `0${id.slice(1)}`.replace(/^00/, '01'),
    );
    const { keys, signatures, counted, thresholdMet, roles } = await judge(document);
    expect(keys[0]).toMatchObject({ idMatches: false });
    expect(signatures).toMatchObject([{ verdict: 'valid', counts: false }]);
    expect(roles.find(({ name }) => name === 'root')).toMatchObject({ keyIds: 1, keys: 0 });
    expect([counted, thresholdMet]).toEqual([0, false]);
  });

  it('counts an id that a role lists twice as one key', async () => {
    const { roles, counted, thresholdMet } = await judge(documentOf({ ...rootRole([FIRST, FIRST], 2), signers: [FIRST] }));
    expect(roles.find(({ name }) => name === 'root')).toEqual({ name: 'root', threshold: 2, keyIds: 2, keys: 1 });
    expect([counted, thresholdMet]).toEqual([1, false]);
  });

  it('a threshold above the number of signatures', async () =>
    expect(await judge(documentOf(rootRole([FIRST, SECOND], 3)))).toMatchObject({ counted: 2, thresholdMet: false }));

  it('PKCS #1 v1.5 where PSS is said', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await verdicts(signedBy('rsa', pair, {}, undefined, (data) => sign('sha256', data, pair.privateKey)).document)).toEqual(['invalid, does not count']);
    const pss = (data: Buffer) => sign('sha256', data, { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    expect(await verdicts(signedBy('rsa', pair, {}, undefined, pss).document)).toEqual(['valid']);
  });
});

describe('verifyTufRoot: what stays undecided', () => {
  it.each([
    ['a scheme', { scheme: 'rsa-pkcs1v15-sha256' }, 'a key of type ed25519 with scheme rsa-pkcs1v15-sha256 is not known'],
    ['a type', { keytype: 'sphincs' }, 'a key of type sphincs with scheme ed25519 is not known'],
    ['a name of every object', { keytype: 'constructor', scheme: '' }, 'is not known'],
    [
      'a curve',
      { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey) } },
      'expected a key of type ecdsa',
    ],
    ['no key at all', { keyval: { public: 'zz' } }, 'expected a key of type ed25519'],
    ['a form of its own', { x: 1.5 }, 'expected a whole number'],
  ])('%s that is not read', async (_, change, reason) => {
    const document = resigned('ed25519', (key) => ({ ...key, ...change }));
    const { keys, signatures, counted, ...rest } = await judge(document);
    expect(keys[0]?.problem).toContain(reason);
    expect(signatures).toMatchObject([{ verdict: 'undecided', reason: expect.stringContaining(reason), counts: false }]);
    expect(counted).toBe(0);
    expect(rest).not.toHaveProperty('thresholdMet');
  });

  it('is not met when the undecided ones would not be enough', async () => {
    const document = resigned('ed25519', (key) => ({ ...key, scheme: 'x' }));
    document.signed.roles.root.threshold = 2;
    expect(await judge(document)).toMatchObject({ thresholdMet: false });
  });

  it('a canonical form that implementations do not agree on', async () => {
    const document = documentOf();
    Object.assign(document.signed, { a: 1, 'a b': 2 });
    expect((await judge(document)).signatures[0]).toMatchObject({ verdict: 'undecided', reason: expect.stringContaining('sort the names') });
  });
});

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function sorted(value: Document): Document {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}

const plain = (value: Document) => JSON.stringify(sorted(value)).replaceAll('\\n', '\n');
const SCHEMES = { rsa: 'rsassa-pss-sha256', ed25519: 'ed25519' } as const;

/** A root of one key, signed by it. */
function signedBy(
  type: keyof typeof SCHEMES,
  pair: Pair,
  more: object,
  text: (value: Document) => string = plain,
  signWith: (data: Buffer) => Buffer = (data) => sign(undefined, data, pair.privateKey),
) {
  const key = { keytype: type, scheme: SCHEMES[type], keyval: { public: pemOf(pair.publicKey) } };
  const id = createHash('sha256').update(plain(key)).digest('hex');
  const roles = { root: { keyids: [id], threshold: 1 } };
  const signed = { _type: 'root', spec_version: '1.0.0', version: 1, expires: '2034-10-24T00:00:00Z', keys: { [id]: key }, roles, ...more };
  return { id, key, document: { signed, signatures: [{ keyid: id, sig: signWith(Buffer.from(text(signed))).toString('hex') }] } as Document };
}

/** The same with another key object, under its right id or another one. */
function resigned(type: 'ed25519', change: (key: Document) => Document, rename: (id: string) => string = (id) => id): Document {
  const pair = generateKeyPairSync('ed25519');
  const { key: before } = signedBy(type, pair, {});
  const key = change(before);
  const id = rename(createHash('sha256').update(plain(key)).digest('hex'));
  const { document } = signedBy(type, pair, { keys: { [id]: key }, roles: { root: { keyids: [id], threshold: 1 } } });
  document.signatures[0].keyid = id;
  return document;
}

/** One key, as PEM with and without a line feed behind it. */
function twoIds(): [document: Document, threshold: number] {
  const pair = generateKeyPairSync('ed25519');
  const { key } = signedBy('ed25519', pair, {});
  const second = { ...key, keyval: { public: key.keyval.public.trim() } };
  const ids = [key, second].map((each) => createHash('sha256').update(plain(each)).digest('hex')) as [string, string];
  const { document } = signedBy('ed25519', pair, { keys: { [ids[0]]: key, [ids[1]]: second }, roles: { root: { keyids: ids, threshold: 2 } } });
  document.signatures = ids.map((keyid) => ({ keyid, sig: document.signatures[0].sig }));
  return [document, 2];
}
