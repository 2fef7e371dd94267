import { detachedSignature, keyProfile, keySections, publicKeyPackets, ukiFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import type { BootSignatures } from './boot-signatures.schema.ts';
import { collectBootSignatures } from './collect-boot-signatures.ts';

const TIME = 1_790_035_200;
const KEYS = keyProfile('lab');
const OTHERS = keyProfile('local');
const GRUB = '/EFI/BOOT/grubx64.efi';
const TEXT = Buffer.from('set default=0\n');
const SIGNATURE = detachedSignature(TEXT, KEYS.config, TIME);

const grubWith = (key: Uint8Array) => ukiFile({ machine: 'x64', sections: [{ name: '.pubkey', bytes: Buffer.concat([key], 4096) }] });
const LAB_GRUB = ukiFile({ machine: 'x64', sections: keySections('GRUB', KEYS) });

async function collect(disk: Disk): Promise<BootSignatures> {
  const fact = await collectWith(collectBootSignatures, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootSignatures;
}

const signed = (signature: Uint8Array, grub: Uint8Array = LAB_GRUB, text: Uint8Array = TEXT) =>
  collect({ EFI: { [GRUB]: grub }, BOOT: { '/grub/grub.cfg': text, '/grub/grub.cfg.sig': signature } });
const verdicts = ({ openpgp }: BootSignatures) => openpgp.map((each) => ('$unreadable' in each ? (each.$unreadable as { kind: string }).kind : each.verdict));

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 1;
  return copy;
}

/** With the body of a packet: a length in two bytes. */
function withBody(change: (body: Buffer) => Uint8Array): Buffer {
  const body = Buffer.from(change(Buffer.from(SIGNATURE.subarray(3))));
  return Buffer.concat([Buffer.of(0xc2, 0xff, 0, 0, body.length >> 8, body.length & 0xff), body]);
}

describe('boot.signatures: OpenPGP', () => {
  it('a key in GRUB made the signature of grub.cfg', async () => {
    const { openpgp, openpgpKeys } = await signed(SIGNATURE);
    const [key] = openpgpKeys;
    if (key === undefined || '$unreadable' in key) throw new Error('no key');
    expect(key).toMatchObject({
      partition: 'EFI',
      path: GRUB,
      algorithm: 'rsa',
      bits: 2048,
      userIds: ['staticfire lab config'],
      isSubkey: false,
      revoked: false,
    });
    expect(key).not.toHaveProperty('expires');
    expect(openpgp).toEqual([
      {
        ...{ partition: 'BOOT', path: '/grub/grub.cfg.sig', signs: '/grub/grub.cfg', entry: 0, armored: false },
        ...{
          hash: 'sha256',
          algorithm: 'rsa',
          keyId: key.fingerprint.slice(-16),
          created: '2026-09-22T00:00:00.000Z',
          verdict: 'valid',
          keyIn: [{ partition: 'EFI', path: GRUB }],
        },
      },
    ]);
  });

  it.each<[string, Promise<BootSignatures>, string[]]>([
    ['of other content', signed(SIGNATURE, LAB_GRUB, Buffer.from('set default=1\n')), ['invalid']],
    ['with a changed number', signed(flipped(SIGNATURE, -1)), ['invalid']],
    ['with another prefix of the hash', signed(withBody((body) => flipped(body, body.length - 260))), ['invalid']],
    ['with another time', signed(withBody((body) => flipped(body, 11))), ['invalid']],
    ['by another key', signed(detachedSignature(TEXT, OTHERS.config, TIME)), ['unknown-key']],
    ['where GRUB has no key', signed(SIGNATURE, ukiFile({ machine: 'x64', sections: [] })), ['unknown-key']],
    ['where there is no GRUB', collect({ BOOT: { '/a': TEXT, '/a.sig': SIGNATURE } }), ['unknown-key']],
    ['of a file that is not there', collect({ BOOT: { '/a.sig': SIGNATURE } }), []],
    ['and another behind it', signed(Buffer.concat([SIGNATURE, detachedSignature(TEXT, OTHERS.config, TIME)])), ['valid', 'unknown-key']],
    ['of a text', signed(withBody((body) => Buffer.concat([Buffer.of(4, 1), body.subarray(2)]))), ['unsupported']],
    ['of version 3', signed(withBody((body) => Buffer.concat([Buffer.of(3), body.subarray(1)]))), ['unsupported']],
    ['with MD5', signed(withBody((body) => Buffer.concat([body.subarray(0, 3), Buffer.of(1), body.subarray(4)]))), ['unsupported']],
    ['that is none', signed(Buffer.from('hello')), ['format']],
    ['that is empty', signed(Buffer.alloc(0)), ['format']],
    ['that is a key', signed(KEYS.configPublicKey), ['format']],
    ['that is cut off', signed(SIGNATURE.subarray(0, 100)), ['format']],
    ['of a hundred kilobytes', signed(Buffer.alloc(100_000, 0xc2)), ['limit']],
  ])('a signature %s', async (_, found, expected) => expect(verdicts(await found)).toEqual(expected));

  it('in ASCII armor holds as well, and says so', async () => {
    const armor = `-----BEGIN PGP SIGNATURE-----\n\n${SIGNATURE.toString('base64')}\n-----END PGP SIGNATURE-----\n`;
    expect((await signed(Buffer.from(armor))).openpgp).toMatchObject([{ verdict: 'valid', armored: true }]);
    expect(verdicts(await signed(Buffer.from(armor.replace('\n-----END', '\n=AAAA\n-----END'))))).toEqual(['format']);
    expect(verdicts(await signed(Buffer.from(armor.replace('-----END', '-----'))))).toEqual(['format']);
  });

  it('names every program that carries the key', async () => {
    const { openpgp } = await collect({ EFI: { '/a.efi': LAB_GRUB, '/b.efi': LAB_GRUB }, BOOT: { '/vmlinuz': TEXT, '/vmlinuz.sig': SIGNATURE } });
    expect(openpgp).toMatchObject([{ signs: '/vmlinuz', keyIn: [{ path: '/a.efi' }, { path: '/b.efi' }] }]);
  });

  it('is open where the key cannot be read', async () => {
    expect(verdicts(await signed(SIGNATURE, grubWith(Buffer.of(0xc6, 2, 3, 0))))).toEqual(['unsupported']);
    const { openpgpKeys } = await signed(SIGNATURE, grubWith(Buffer.of(0xc6, 2, 0, 0)));
    expect(openpgpKeys).toMatchObject([{ $unreadable: { kind: 'unsupported' } }]);
  });

  it('two keys of one ring: the one that is named counts', async () => {
    const both = Buffer.concat([OTHERS.configPublicKey, publicKeyPackets(KEYS.config, 'x')]);
    const { openpgp, openpgpKeys } = await signed(SIGNATURE, grubWith(both));
    expect(openpgp).toMatchObject([{ verdict: 'valid' }]);
    expect(openpgpKeys).toMatchObject([{ userIds: ['Bottlerocket Config Signing Key'] }, { userIds: ['x'] }]);
  });

  it('is open for all files of a partition that cannot be read', async () =>
    expect(verdicts(await collect({ EFI: { [GRUB]: LAB_GRUB }, BOOT: 'damaged' }))).toEqual(['format']));
});
