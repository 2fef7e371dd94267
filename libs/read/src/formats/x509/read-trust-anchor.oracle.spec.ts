import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, keyProfile, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePemCertificate, findPemBlocks, readTrustAnchor, type TrustAnchor } from './index.ts';

const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

const folder = mkdtempSync(join(tmpdir(), 'anchors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (args: readonly string[], input?: Uint8Array) =>
  execFileSync(toolPath('openssl')!, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, ...(input === undefined ? {} : { input }) });
const anchorsOf = (bytes: Uint8Array) => findPemBlocks(bytes).map((block) => readTrustAnchor(decodePemCertificate(block), block.offset));

/** What `openssl x509 -text` says, in our words. */
function told(der: Uint8Array): Record<string, unknown> {
  const text = openssl(['x509', '-inform', 'DER', '-noout', '-text', '-fingerprint', '-sha256', '-dates', '-dateopt', 'iso_8601'], der);
  const find = (pattern: RegExp) => pattern.exec(text)?.[1];
  return {
    sha256: find(/sha256 Fingerprint=(.*)/i)!
      .replaceAll(':', '')
      .toLowerCase(),
    notBefore: `${find(/notBefore=(.*)/)!
      .replace(' ', 'T')
      .replace('Z', '.000Z')}`,
    notAfter: `${find(/notAfter=(.*)/)!
      .replace(' ', 'T')
      .replace('Z', '.000Z')}`,
    signatureHash: find(/Signature Algorithm: \S*?(md5|sha\d+|ed25519)/i)!.toLowerCase(),
    isAuthority: /CA:TRUE/.test(text),
    bits: Number(find(/Public-Key: \((\d+) bit\)/)),
    keyCurve: find(/ASN1 OID: (\S+)/),
  };
}

const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };
const same = ({ sha256, notBefore, notAfter, signatureHash, isAuthority, keyBits, keyCurve }: TrustAnchor) => ({
  ...{ sha256, notBefore, notAfter, signatureHash, isAuthority, keyCurve },
  bits: keyBits ?? CURVE_BITS[keyCurve ?? ''] ?? 256,
});

describeOracle('certificates that are trusted, against openssl', toolsFor('openssl', BUNDLE), () => {
  it('the bundle of Debian', () => {
    const bytes = readFileSync(BUNDLE);
    const blocks = findPemBlocks(bytes);
    expect(blocks.length).toBe(readFileSync(BUNDLE, 'utf8').match(/^-----BEGIN/gm)?.length);
    expect(blocks.length).toBeGreaterThan(100);
    for (const block of blocks) {
      const der = decodePemCertificate(block);
      expect(same(readTrustAnchor(der, block.offset))).toEqual(told(der));
    }
    expect(anchorsOf(bytes).filter(({ selfSigned }) => !selfSigned)).toEqual([]);
  }, 120_000);

  it.each([
    ['RSA-PSS with SHA-384', ['-newkey', 'rsa:2048', '-sigopt', 'rsa_padding_mode:pss', '-sha384'], { signatureHash: 'sha384', keyBits: 2048 }],
    ['Ed25519', ['-newkey', 'ed25519'], { signatureHash: 'ed25519', keyType: 'ed25519' }],
    ['SHA-1 and RSA-1024', ['-newkey', 'rsa:1024', '-sha1'], { signatureHash: 'sha1', keyBits: 1024 }],
    ['no authority', ['-newkey', 'rsa:2048', '-addext', 'basicConstraints=critical,CA:FALSE'], { isAuthority: false, selfSigned: true }],
  ])('%s', (_, options, expected) => {
    execFileSync(toolPath('openssl')!, ['req', '-x509', '-nodes', ...options, '-keyout', 'key', '-subj', '/CN=x', '-out', 'pem'], {
      cwd: folder,
      stdio: 'ignore',
      timeout: 60_000,
    });
    expect(anchorsOf(readFileSync(join(folder, 'pem')))).toMatchObject([expected]);
  });

  it('its own name without its own signature is not self-signed', () => {
    execFileSync(toolPath('openssl')!, ['genpkey', '-algorithm', 'ED25519', '-out', 'other'], { cwd: folder, timeout: 60_000 });
    const make = (...more: string[]) =>
      execFileSync(toolPath('openssl')!, ['req', '-x509', '-nodes', '-newkey', 'ed25519', '-keyout', 'key', '-subj', '/CN=x', ...more], {
        cwd: folder,
        stdio: 'ignore',
        timeout: 60_000,
      });
    make('-out', 'authority');
    writeFileSync(join(folder, 'authority-key'), readFileSync(join(folder, 'key')));
    make('-CA', 'authority', '-CAkey', 'authority-key', '-out', 'issued');
    expect(anchorsOf(readFileSync(join(folder, 'issued')))).toMatchObject([{ selfIssued: true, selfSigned: false }]);
  });
});

describe('readTrustAnchor', () => {
  const { der } = keyProfile('lab').vendor;
  it('says of a certificate of the lab what it was made with', () =>
    expect(readTrustAnchor(der, 0)).toMatchObject({ keyType: 'rsa', keyBits: 2048, signatureHash: 'sha256', selfSigned: true, isAuthority: true }));
  it('refuses bytes behind it', () => expect(() => readTrustAnchor(Buffer.concat([der, Buffer.of(0)]), 7)).toThrow(/length at byte 7/));
  it('refuses half of it', () => expect(() => readTrustAnchor(der.subarray(0, der.length / 2), 7)).toThrow(/byte 7/));
});
