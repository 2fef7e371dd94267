import { createHash } from 'node:crypto';
import { keyProfile, keySections, signProgram, ukiFile, withCertificate } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { BootSignatures } from './boot-signatures.schema.ts';
import { collectBootSignatures } from './collect-boot-signatures.ts';

const TIME = 1_790_035_200;
const KEYS = keyProfile('lab');
const OTHERS = keyProfile('local');
const SHIM = '/EFI/BOOT/bootx64.efi';
const GRUB = '/EFI/BOOT/grubx64.efi';
const RSA = '2a864886f70d010101';
const X509_GUID = 'a159c0a5e494a74a87b5ab155c2bf072';
const SHA256_GUID = '2616c4c14c509240aca941f936934328';

const program = (name: string, keys = KEYS) => ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from(name) }, ...keySections(name, keys)] });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const vendor = { partition: 'EFI', path: SHIM, place: 'vendor-certificate', sha256: sha256(KEYS.vendor.der) };

async function collect(disk: Disk): Promise<BootSignatures['authenticode']> {
  const fact = await collectWith(collectBootSignatures, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return (fact.value as BootSignatures).authenticode;
}

/** What is said of GRUB beside a shim of the lab. */
async function ofGrub(grub: Uint8Array, shim: Uint8Array = program('shim')) {
  return (await collect({ EFI: { [SHIM]: shim, [GRUB]: grub } })).filter((each) => '$unreadable' in each || each.path === GRUB);
}

/** A list of Secure Boot (UEFI 2.10, section 32.4.1) with entries of one length. */
function signatureList(type: string, ...entries: readonly Uint8Array[]): Buffer {
  const size = 16 + (entries[0]?.length ?? 0);
  const header = Buffer.alloc(12);
  for (const [index, word] of [28 + size * entries.length, 0, size].entries()) header.writeUInt32LE(word, index * 4);
  return Buffer.concat([Buffer.from(type, 'hex'), header, ...entries.flatMap((entry) => [Buffer.alloc(16), entry])]);
}

function shimWith(authorized: Uint8Array, refused: Uint8Array): Buffer {
  const header = Buffer.alloc(16);
  for (const [index, word] of [authorized.length, refused.length, 16, 16 + authorized.length].entries()) header.writeUInt32LE(word, index * 4);
  return ukiFile({ machine: 'x64', sections: [{ name: '.vendor_cert', bytes: Buffer.concat([header, authorized, refused]) }] });
}

function changed(file: Buffer, find: string, replacement: string): Buffer {
  const at = file.lastIndexOf(Buffer.from(find, 'hex'));
  if (at < 0) throw new Error(`there is no ${find}`);
  const bytes = Buffer.from(file);
  bytes.set(Buffer.from(replacement, 'hex'), at);
  return bytes;
}

function flipped(file: Buffer, at: number): Buffer {
  const bytes = Buffer.from(file);
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  return bytes;
}

const GRUB_FILE = signProgram(program('GRUB'), KEYS.code, TIME);

describe('boot.signatures: Authenticode', () => {
  it('says who signed, and who vouches for that', async () => {
    const [shim, grub, kernel] = await collect({
      EFI: { [SHIM]: signProgram(program('shim'), KEYS.shim, TIME), [GRUB]: GRUB_FILE, '/EFI/BOOT/db.cer': KEYS.db.der },
      BOOT: { '/vmlinuz': signProgram(program('kernel'), KEYS.code, TIME) },
    });
    const certificate = { keyType: 'rsa', keyBits: 2048, notBefore: '2024-10-24T00:00:00.000Z', notAfter: '2034-10-24T00:00:00.000Z' };
    expect(grub).toEqual({
      ...{ partition: 'EFI', path: GRUB, entry: 0, digestAlgorithm: 'sha256', signatureAlgorithm: 'rsa-sha256', holds: true, problems: [] },
      signer: {
        ...{ subject: 'CN=staticfire lab code', issuer: 'CN=staticfire lab vendor CA', sha256: sha256(KEYS.code.der), ...certificate },
        serial: KEYS.code.serial.toString('hex').toUpperCase(),
      },
      chain: [sha256(KEYS.code.der)],
      leadsTo: [vendor],
      refusedBy: [],
      carries: [],
      signingTime: '260922000000Z',
    });
    expect(shim).toMatchObject({
      path: SHIM,
      holds: true,
      leadsTo: [{ partition: 'EFI', path: '/EFI/BOOT/db.cer', place: 'enrolment', sha256: sha256(KEYS.db.der) }],
    });
    expect(kernel).toMatchObject({ partition: 'BOOT', path: '/vmlinuz', holds: true, leadsTo: [vendor] });
  });

  it('is of the program', async () => {
    expect(await ofGrub(flipped(GRUB_FILE, 0x402))).toMatchObject([{ holds: false, problems: ['other-program'], leadsTo: [vendor] }]);
  });

  it('is by the key of the certificate that it names', async () => {
    // The last byte of the file is padding or of the signature, which ends SignerInfo.
    const end = GRUB_FILE.findLastIndex((byte) => byte !== 0);
    expect(await ofGrub(flipped(GRUB_FILE, end))).toMatchObject([{ holds: false, problems: ['wrong-signature'] }]);
    const otherKey = signProgram(program('GRUB'), { ...KEYS.code, key: KEYS.uki.key }, TIME);
    expect(await ofGrub(otherKey)).toMatchObject([{ holds: false, problems: ['wrong-signature'], signer: { subject: 'CN=staticfire lab code' } }]);
  });

  it('is of its content: a digest in the attributes that was exchanged', async () => {
    const digest = GRUB_FILE.lastIndexOf(Buffer.from('2a864886f70d010904', 'hex')) + 20;
    expect(await ofGrub(flipped(GRUB_FILE, digest))).toMatchObject([{ holds: false, problems: ['other-digest', 'wrong-signature'] }]);
  });

  it('holds for nobody whose certificate is not with it', async () => {
    const [grub] = await ofGrub(signProgram(program('GRUB'), { ...KEYS.code, der: KEYS.uki.der }, TIME));
    expect(grub).toMatchObject({ holds: false, problems: ['no-certificate'], chain: [], leadsTo: [] });
    expect(grub).not.toHaveProperty('signer');
  });

  it('leads nowhere when nobody here vouches for the signer', async () => {
    expect(await ofGrub(signProgram(program('GRUB'), OTHERS.code, TIME))).toMatchObject([{ holds: true, leadsTo: [] }]);
    expect(await ofGrub(GRUB_FILE, program('no shim'))).toMatchObject([{ holds: true, leadsTo: [] }]);
  });

  it('is not vouched for by a certificate with the name of the issuer and another key', async () => {
    const named = { ...OTHERS.vendor, der: Buffer.from(KEYS.vendor.der) };
    const spki = KEYS.vendor.der.indexOf(KEYS.vendor.key.modulus);
    named.der.set(OTHERS.vendor.key.modulus, spki);
    expect(await ofGrub(GRUB_FILE, shimWith(named.der, Buffer.alloc(0)))).toMatchObject([{ holds: true, leadsTo: [] }]);
  });

  it('is not vouched for by a certificate that is no authority', async () => {
    const byLeaf = { ...KEYS.code, der: KEYS.code.der };
    expect(await ofGrub(signProgram(program('GRUB'), byLeaf, TIME), shimWith(KEYS.shim.der, Buffer.alloc(0)))).toMatchObject([{ leadsTo: [] }]);
    expect(await ofGrub(GRUB_FILE, shimWith(KEYS.code.der, Buffer.alloc(0)))).toMatchObject([{ leadsTo: [{ sha256: sha256(KEYS.code.der) }] }]);
  });

  it('each of two signatures is told', async () => {
    const twice = signProgram(signProgram(program('GRUB'), OTHERS.code, TIME), KEYS.code, TIME);
    expect(await ofGrub(twice)).toMatchObject([
      { entry: 0, holds: true, leadsTo: [] },
      { entry: 1, holds: true, leadsTo: [vendor] },
    ]);
  });

  it('takes databases of shim: certificates and programs that it trusts, and that it refuses', async () => {
    const grub = program('GRUB');
    const unsignedHash = Buffer.from(sha256OfProgram(GRUB_FILE), 'hex');
    const hashes = signatureList(SHA256_GUID, Buffer.alloc(32, 1), unsignedHash);
    const both = Buffer.concat([signatureList(X509_GUID, KEYS.vendor.der), hashes]);
    expect(await ofGrub(GRUB_FILE, shimWith(both, Buffer.alloc(0)))).toMatchObject([
      { leadsTo: [vendor, { place: 'vendor-hash', sha256: unsignedHash.toString('hex') }], refusedBy: [] },
    ]);
    expect(await ofGrub(GRUB_FILE, shimWith(KEYS.vendor.der, signatureList(X509_GUID, KEYS.code.der)))).toMatchObject([
      { leadsTo: [vendor], refusedBy: [{ path: SHIM, kind: 'certificate', sha256: sha256(KEYS.code.der) }] },
    ]);
    expect(await ofGrub(GRUB_FILE, shimWith(KEYS.vendor.der, hashes))).toMatchObject([
      { refusedBy: [{ kind: 'sha256', sha256: unsignedHash.toString('hex') }] },
    ]);
    expect(await ofGrub(signProgram(grub, OTHERS.code, TIME), shimWith(both, hashes))).toMatchObject([{ leadsTo: [{ place: 'vendor-hash' }] }]);
  });
});

/** The digest that the signature states: it follows the algorithm in SpcIndirectDataContent. */
function sha256OfProgram(file: Buffer): string {
  const at = file.indexOf(Buffer.from('0609608648016503040201050004', 'hex'), file.indexOf(Buffer.from('2b06010401823702010f', 'hex')));
  return file.subarray(at + 15, at + 47).toString('hex');
}

const kinds = (found: BootSignatures['authenticode']) => found.map((each) => ('$unreadable' in each ? (each.$unreadable as { kind: string }).kind : each.path));

describe('boot.signatures: what is not checked is not told', () => {
  it.each<[string, Buffer, string[]]>([
    ['no signature', program('GRUB'), []],
    ['RSASSA-PSS', changed(GRUB_FILE, RSA, '2a864886f70d01010a'), ['unsupported']],
    ['a digest that is not known', changed(GRUB_FILE, '608648016503040201', '608648016503040277'), ['unsupported']],
    ['bytes that are no DER', withCertificate(program('GRUB'), Buffer.from('no DER')), ['format']],
    ['an indefinite length', withCertificate(program('GRUB'), Buffer.from('3080060000000000', 'hex')), ['format']],
    ['another type', withCertificate(program('GRUB'), Buffer.alloc(8), 0x0ef0), ['unsupported']],
  ])('%s', async (_, grub, expected) => expect(kinds(await ofGrub(grub))).toEqual(expected));

  it('who vouches is open where shim’s certificate is damaged', async () => {
    const [grub] = await ofGrub(GRUB_FILE, shimWith(Buffer.from('3003020101', 'hex'), Buffer.alloc(0)));
    expect(grub).toMatchObject({ holds: true, leadsTo: [{ $unreadable: { kind: 'format' } }], refusedBy: [{ $unreadable: { kind: 'format' } }] });
  });

  it.each([
    ['a list that is longer than the section', [0, 0xffffff, 0, 49]],
    ['a list that is shorter than its header', [0, 20, 0, 49]],
    ['a header that is longer than the list', [0, 60, 40, 17]],
    ['entries of no length', [0, 60, 0, 16]],
    ['entries that do not fill the list', [0, 61, 0, 32]],
  ])('%s', async (_, words) => {
    const list = Buffer.alloc(96);
    list.set(Buffer.from(X509_GUID, 'hex'));
    for (const [index, word] of words.slice(1).entries()) list.writeUInt32LE(word, 16 + index * 4);
    const [grub] = await ofGrub(GRUB_FILE, shimWith(list, Buffer.alloc(0)));
    expect(grub).toMatchObject({ holds: true, leadsTo: [{ $unreadable: { kind: 'format' } }] });
  });

  it('a program that is damaged, and the rest', async () => {
    expect(kinds(await collect({ EFI: { '/a.efi': flipped(GRUB_FILE, 0x40 + 24 + 112 + 4 * 8 + 4), [GRUB]: GRUB_FILE } }))).toEqual([GRUB, 'format']);
  });

  it('what lies on a partition that cannot be read', async () => {
    expect(kinds(await collect({ EFI: 'damaged', BOOT: { '/vmlinuz': GRUB_FILE } }))).toEqual(['format', '/vmlinuz']);
  });

  it('is absent where neither partition is there', async () => expect((await collectWith(collectBootSignatures, evidenceOf({}))).state).toBe('absent'));
});
