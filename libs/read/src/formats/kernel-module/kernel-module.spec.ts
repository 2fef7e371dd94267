import { type SignatureRecipe, signedModule, signerInfo } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { FormatError, LimitError, type ReadError, UnsupportedError } from '../../bytes/index.ts';
import { parseModinfo, readModuleSignature } from './index.ts';

const read = (bytes: Uint8Array) => readModuleSignature(memorySource(bytes));
const SERIAL = Buffer.from('e6f54e', 'hex');
const NO_CERTIFICATES = Buffer.from('a0023000', 'hex');
const NO_REVOCATIONS = Buffer.from('a1023000', 'hex');

function problem(bytes: Uint8Array): ReadError {
  try {
    read(bytes);
  } catch (error) {
    return error as ReadError;
  }
  throw new Error('no error');
}

describe('readModuleSignature', () => {
  it.each([
    ['an empty file', ''],
    ['a module without one', '\x7fELF and more than the marker is long'],
    ['the marker inside', '~Module signature appended~\nx'],
    ['the marker without its newline', 'module ~Module signature appended~'],
  ])('%s has none', (_, text) => expect(read(Buffer.from(text))).toBeUndefined());

  it('names the key by issuer and serial number', () => {
    const { contentLength, signers } = read(signedModule('content', { signers: [signerInfo({ commonName: 'Build key', serial: SERIAL })] }))!;
    expect(contentLength).toBe(7);
    expect(signers).toMatchObject([{ issuer: { commonName: 'Build key', serial: 'e6f54e' }, hash: 'sha512', digestOid: '2.16.840.1.101.3.4.2.3' }]);
    expect(signers[0]).not.toHaveProperty('signedAttributes');
    expect(Buffer.from(signers[0]!.signature).toString()).toBe('signature');
  });

  it('names the key by its identifier', () => {
    const { signers } = read(signedModule('content', { signers: [signerInfo({ keyId: Buffer.from('0aff', 'hex') })] }))!;
    expect(signers[0]).toMatchObject({ keyId: '0aff' });
    expect(signers[0]).not.toHaveProperty('issuer');
  });

  it('has every signer, also behind certificates and revocation lists', () => {
    const signers = [signerInfo({ serial: SERIAL }), signerInfo({ serial: Buffer.of(1), attributes: true })];
    const found = read(signedModule('c', { signers, between: [NO_CERTIFICATES, NO_REVOCATIONS] }))!.signers;
    expect(found.map(({ issuer, signedAttributes }) => [issuer?.serial, signedAttributes !== undefined])).toEqual([
      ['e6f54e', false],
      ['01', true],
    ]);
  });

  it('keeps the number of a digest that it does not know', () => {
    const { signers } = read(signedModule('c', { signers: [signerInfo({ digest: '1.2.3.4' })] }))!;
    expect(signers[0]).toMatchObject({ digestOid: '1.2.3.4' });
    expect(signers[0]).not.toHaveProperty('hash');
  });

  it.each<[string, Partial<SignatureRecipe>, string]>([
    ['a type that never was', { trailer: { 2: 3 } }, 'id_type'],
    ['an algorithm beside PKCS#7', { trailer: { 0: 1 } }, 'algo'],
    ['a digest beside PKCS#7', { trailer: { 1: 4 } }, 'hash'],
    ['a signer beside PKCS#7', { trailer: { 3: 1 } }, 'signer_len'],
    ['a key beside PKCS#7', { trailer: { 4: 1 } }, 'key_id_len'],
    ['padding', { trailer: { 7: 1 } }, '__pad'],
    ['a length that leaves no module', { length: 100_000 }, 'sig_len'],
    ['no length', { length: 0 }, 'sig_len'],
    ['bytes behind the message', { behind: 1 }, 'ContentInfo'],
    ['another content', { type: '1.2.840.113549.1.7.1' }, 'contentType'],
    ['no signer', { signers: [] }, 'signerInfos'],
  ])('%s is damage', (_, recipe, field) => {
    const error = problem(signedModule('content', { signers: [signerInfo({})], ...recipe }));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.detail.field).toBe(field);
  });

  it('points at the byte', () => {
    const bytes = signedModule('content', { signers: [signerInfo({})], trailer: { 1: 4 } });
    expect(problem(bytes).detail).toMatchObject({ structure: 'struct module_signature', offset: bytes.length - 28 - 12 + 1, found: 4, expected: 0 });
  });

  it.each([0, 1])('signatures of type %i are of another time', (type) =>
    expect(problem(signedModule('content', { signers: [], trailer: { 2: type } }))).toBeInstanceOf(UnsupportedError),
  );

  it('has limits', () => {
    expect(problem(signedModule('x'.repeat(100_000), { signers: [], length: 70_000 }))).toBeInstanceOf(LimitError);
    expect(problem(signedModule('x', { signers: Array.from({ length: 17 }, () => signerInfo({})) }))).toBeInstanceOf(LimitError);
  });

  it('a trailer alone, and a part of one', () => {
    expect(problem(Buffer.from('\0\0\x02\0\0\0\0\0\0\0\0\x01~Module signature appended~\n')).detail.field).toBe('sig_len');
    expect(problem(Buffer.from('xx~Module signature appended~\n'))).toBeInstanceOf(FormatError);
  });

  it.each([0, 1, 5, 40])('no prefix of a signature is taken for one: %i bytes cut out', (cut) => {
    const bytes = signedModule('content', { signers: [signerInfo({ serial: SERIAL })] });
    expect(() => read(Buffer.concat([bytes.subarray(0, 20), bytes.subarray(21 + cut)]))).toThrow(FormatError);
  });
});

describe('parseModinfo', () => {
  it('reads what ends with one zero or more, and with the section', () => {
    expect(parseModinfo(Buffer.from('\0license=GPL\0\0\0alias=a=b\0flag\0name=x'), 0)).toEqual([
      { key: 'license', value: 'GPL' },
      { key: 'alias', value: 'a=b' },
      { key: 'flag', value: '' },
      { key: 'name', value: 'x' },
    ]);
  });

  it('keeps bytes that are not UTF-8 apart', () => {
    const [a, b] = ['author=\xe9', 'author=\xe8'].map((text) => parseModinfo(Buffer.from(text, 'latin1'), 0)[0]?.value);
    expect(a).not.toBe(b);
  });

  it('has a limit', () => expect(() => parseModinfo(Buffer.from('a\0'.repeat(100_001)), 0)).toThrow(LimitError));
});
