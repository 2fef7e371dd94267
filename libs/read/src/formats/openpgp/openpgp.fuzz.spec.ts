import { detachedSignature, keyProfile } from '@staticfire/testkit';
import { fuzzDecoder, survives } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteView } from '../../bytes/index.ts';
import { decodeArmor, readOpenPgpKeys, readOpenPgpSignatures } from './index.ts';

const { config, configPublicKey } = keyProfile('lab');
const SIGNATURE = detachedSignature(Buffer.from('text'), config, 1_790_035_200);
const ARMOR = Buffer.from(`-----BEGIN PGP SIGNATURE-----\nComment: x\n\n${SIGNATURE.toString('base64')}\n=AAAA\n-----END PGP SIGNATURE-----\n`);
const SEEDS = [SIGNATURE, configPublicKey, Buffer.concat([configPublicKey, configPublicKey]), ARMOR];

const view = (bytes: Uint8Array) => new ByteView(bytes, 'OpenPGP', 1000);

const fuzz = fuzzDecoder('openpgp', ['detachedSignature', 'public key of the lab', 'that key twice', 'the signature in armor']);

/** Keys and signatures, or one of our three errors for each. */
function read(bytes: Uint8Array): void {
  for (const readPackets of [readOpenPgpKeys, readOpenPgpSignatures]) {
    const found = survives(() => readPackets(decodeArmor(view(bytes)).packets)) ?? [];
    for (const each of found) if ('fingerprint' in each) expect(each.fingerprint).toMatch(/^[\da-f]{40}$/);
  }
}

const changes = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 6 });
fuzz.property('changed bytes', fc.tuple(fc.constantFrom(...SEEDS), changes), ([seed, list]) => {
  const bytes = Buffer.from(seed);
  for (const [at, value] of list) bytes[at % bytes.length] = value;
  read(bytes);
});

const packet = fc
  .tuple(fc.constantFrom(2, 6, 13, 14), fc.uint8Array({ maxLength: 80 }))
  .map(([tag, body]) => Buffer.concat([Buffer.of(0xc0 | tag, body.length, 4), body.subarray(1)]));
fuzz.property('packets of any bytes', fc.array(packet, { maxLength: 10 }), (packets) => read(Buffer.concat(packets)));

fuzz.property('text between the lines of armor', fc.string({ maxLength: 100, unit: 'binary-ascii' }), (text) =>
  read(Buffer.from(`-----BEGIN PGP SIGNATURE-----\n${text}\n-----END PGP SIGNATURE-----\n`)),
);

it('every byte of the seeds changed, and every part missing, ends in values or read errors', () => {
  for (const seed of SEEDS)
    for (let at = 0; at < seed.length; at++) {
      for (const value of [0, 1, 0x7f, 0xc0, 0xdf, 0xe0, 0xff, seed[at]! ^ 0x20]) {
        const bytes = Buffer.from(seed);
        bytes[at] = value;
        read(bytes);
      }
      read(seed.subarray(at));
      read(seed.subarray(0, at));
    }
});
