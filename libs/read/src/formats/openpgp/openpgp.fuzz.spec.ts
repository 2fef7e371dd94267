import { detachedSignature, keyProfile } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteView, ReadError } from '../../bytes/index.ts';
import { decodeArmor, readOpenPgpKeys, readOpenPgpSignatures } from './index.ts';

const SEED = 20261126;
/** Each property gets its share of the time that fuzz suites have. */
const TIME_MS = (Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000) / 3;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const SLOWEST_MS = 2000;

const { config, configPublicKey } = keyProfile('lab');
const SIGNATURE = detachedSignature(Buffer.from('text'), config, 1_790_035_200);
const ARMOR = Buffer.from(`-----BEGIN PGP SIGNATURE-----\nComment: x\n\n${SIGNATURE.toString('base64')}\n=AAAA\n-----END PGP SIGNATURE-----\n`);
const SEEDS = [SIGNATURE, configPublicKey, Buffer.concat([configPublicKey, configPublicKey]), ARMOR];

const view = (bytes: Uint8Array) => new ByteView(bytes, 'OpenPGP', 1000);

/** Keys and signatures, or one of our three errors, soon. */
function survives(bytes: Uint8Array): void {
  const start = performance.now();
  for (const read of [readOpenPgpKeys, readOpenPgpSignatures]) {
    try {
      const found = read(decodeArmor(view(bytes)).packets);
      for (const each of found) if ('fingerprint' in each) expect(each.fingerprint).toMatch(/^[\da-f]{40}$/);
    } catch (error) {
      expect(error).toBeInstanceOf(ReadError);
    }
  }
  expect(performance.now() - start).toBeLessThan(SLOWEST_MS);
}

describe('any bytes end in values or read errors', () => {
  it('every byte of the seeds changed, and every part missing', () => {
    for (const seed of SEEDS)
      for (let at = 0; at < seed.length; at++) {
        for (const value of [0, 1, 0x7f, 0xc0, 0xdf, 0xe0, 0xff, seed[at]! ^ 0x20]) {
          const bytes = Buffer.from(seed);
          bytes[at] = value;
          survives(bytes);
        }
        survives(seed.subarray(at));
        survives(seed.subarray(0, at));
      }
  });

  it('changed bytes', () => {
    const changes = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), changes, (seed, list) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of list) bytes[at % bytes.length] = value;
        survives(bytes);
      }),
      OPTIONS,
    );
  });

  it('packets of any bytes', () => {
    const packet = fc
      .tuple(fc.constantFrom(2, 6, 13, 14), fc.uint8Array({ maxLength: 80 }))
      .map(([tag, body]) => Buffer.concat([Buffer.of(0xc0 | tag, body.length, 4), body.subarray(1)]));
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 10 }), (packets) => survives(Buffer.concat(packets))),
      OPTIONS,
    );
  });

  it('text between the lines of armor', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100, unit: 'binary-ascii' }), (text) =>
        survives(Buffer.from(`-----BEGIN PGP SIGNATURE-----\n${text}\n-----END PGP SIGNATURE-----\n`)),
      ),
      OPTIONS,
    );
  });
});
