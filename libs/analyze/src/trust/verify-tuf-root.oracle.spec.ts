import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTufRoot } from '@staticfire/read/formats/tuf-root';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, expect, it } from 'vitest';
import { verifyTufRoot } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuf-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args: string[]) => execFileSync(toolPath('openssl')!, args, { cwd: folder, timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] });
const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'];

interface Kind {
  readonly type: string;
  readonly scheme: string;
  readonly make: readonly string[];
  readonly sign: readonly string[];
  readonly bits: number;
  /** Bytes at the end of the DER that are the key itself, for types that can be written in hexadecimal. */
  readonly raw?: number;
}

const P256 = {
  make: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  sign: ['dgst', '-sha256', '-sign', 'key', '-out', 'sig', 'data'],
  bits: 256,
} as const;
const ED25519 = {
  type: 'ed25519',
  scheme: 'ed25519',
  make: ['-algorithm', 'ED25519'],
  sign: ['pkeyutl', '-sign', '-rawin', '-inkey', 'key', '-in', 'data', '-out', 'sig'],
  bits: 256,
} as const;
const rsa = (bits: number): Kind => ({
  ...{ type: 'rsa', scheme: 'rsassa-pss-sha256', bits },
  make: ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`],
  sign: ['dgst', '-sha256', ...PSS, '-sign', 'key', '-out', 'sig', 'data'],
});

const KINDS: Readonly<Record<string, Kind>> = {
  'RSA-2048': rsa(2048),
  'RSA-3072': rsa(3072),
  'RSA-1024, which is weak': rsa(1024),
  'Ed25519 as PEM': ED25519,
  'Ed25519 in hexadecimal': { ...ED25519, raw: 32 },
  'ECDSA as PEM': { type: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', ...P256 },
  'ECDSA in hexadecimal, under its old name': { type: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', ...P256, raw: 65 },
};

/** Members by name; no string of these documents has a character that JSON escapes, but the line feed of PEM. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (each?.constructor === Object ? Object.fromEntries(Object.entries(each).sort()) : each)).replaceAll('\\n', '\n');

describeOracle('TUF roots that openssl signs', toolsFor('openssl'), () => {
  it.each(Object.entries(KINDS))('%s', async (_, { type, scheme, make, sign, bits, raw }) => {
    openssl('genpkey', ...make, '-out', 'key');
    const pem = openssl('pkey', '-in', 'key', '-pubout').toString();
    const der = openssl('pkey', '-in', 'key', '-pubout', '-outform', 'DER');
    const key = { keytype: type, scheme, keyval: { public: raw === undefined ? pem : der.subarray(-raw).toString('hex') } };
    const id = createHash('sha256').update(canonical(key)).digest('hex');
    const roles = { root: { keyids: [id], threshold: 1 } };
    const signed = { _type: 'root', spec_version: '1.0.0', version: 1, expires: '2034-10-24T00:00:00Z', note: 'Prüfstand', keys: { [id]: key }, roles };
    writeFileSync(join(folder, 'data'), canonical(signed));
    openssl(...sign);
    const sig = readFileSync(join(folder, 'sig'));
    expect(await judge(signed, id, sig)).toMatchObject({
      ...{ counted: 1, thresholdMet: true },
      keys: [{ idMatches: true, bits, sha256: createHash('sha256').update(der).digest('hex') }],
    });
    sig[sig.length - 1]! ^= 1;
    expect(await judge(signed, id, sig)).toMatchObject({ counted: 0, thresholdMet: false, signatures: [{ verdict: 'invalid' }] });
  });
});

async function judge(signed: object, keyid: string, sig: Buffer) {
  const text = JSON.stringify({ signed, signatures: [{ keyid, sig: sig.toString('hex') }] });
  return verifyTufRoot(parseTufRoot(Buffer.from(text), 'root.json'), 'root.json');
}
