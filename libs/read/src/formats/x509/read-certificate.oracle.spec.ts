import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, keyProfile, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { readCertificate, readCertificateIdentity } from './index.ts';

const KEYS = { rsa: ['-newkey', 'rsa:3072'], ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], ed25519: ['-newkey', 'ed25519'] } as const;

const folder = mkdtempSync(join(tmpdir(), 'x509-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...args: string[]) => execFileSync(toolPath('openssl')!, args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] });

describeOracle('X.509 against openssl', toolsFor('openssl'), () => {
  it.each(Object.entries(KEYS))('%s: names, validity and key', (type, newkey) => {
    const [der, pem] = [join(folder, `${type}.der`), join(folder, `${type}.pem`)];
    const subject = ['-utf8', '-subj', '/C=DE/O=a, b/CN=Prüfstand\\/1'];
    openssl('req', '-x509', '-nodes', ...newkey, '-keyout', join(folder, 'key'), '-days', '3650', ...subject, '-out', pem);
    openssl('x509', '-in', pem, '-outform', 'der', '-out', der);
    const shown = openssl('x509', '-in', pem, '-noout', '-serial', '-dates', '-dateopt', 'iso_8601', '-fingerprint', '-sha256', '-ext', 'subjectKeyIdentifier');
    const said = Object.fromEntries(shown.split('\n').map((line) => line.split('=', 2) as [string, string]));
    const read = readCertificate(readFileSync(der), 0);
    expect(readCertificate(readFileSync(pem), 0)).toEqual(read);
    expect(read).toMatchObject({ commonName: 'Prüfstand/1', selfIssued: true, validitySeconds: 3650 * 86_400, keyType: type, serial: said['serial'] });
    expect(read.keyBits).toBe(type === 'rsa' ? 3072 : undefined);
    expect(read.subject).toContain('C=DE');
    expect(read.notAfter.replace('T', ' ').replace('.000', '')).toBe(said['notAfter']);
    const { issuer, serial, subjectKeyId } = readCertificateIdentity(readFileSync(der), 0);
    expect(serial.toUpperCase()).toBe(said['serial']);
    expect(subjectKeyId?.toUpperCase()).toBe(/Identifier:\s+([\dA-F:]+)/.exec(shown)?.[1]?.replaceAll(':', ''));
    expect(Buffer.from(issuer).includes(Buffer.from('Prüfstand/1'))).toBe(true);
    expect(read.sha256.toUpperCase()).toBe(said['sha256 Fingerprint']?.replaceAll(':', ''));
  });
});

describe('readCertificate', () => {
  it('takes any bytes and ends in one of our errors', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => readCertificate(bytes, 7)).toThrow(ReadError);
      }),
    );
  });

  it('takes a certificate with any byte changed', () => {
    const { der } = keyProfile('lab').code;
    for (let at = 0; at < der.length; at++) {
      for (const value of [0, 0x30, 0x84, 0xff]) {
        const bytes = Buffer.from(der);
        bytes[at] = value;
        try {
          expect(readCertificateIdentity(bytes, 0).serial).toMatch(/^(?:[0-9a-f]{2})*$/);
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }
    }
  });

  it('names the place of what is no certificate', () => expect(() => readCertificate(Buffer.from('x'), 4711)).toThrow(/X\.509.*4711/));
  it('refuses a very long one', () => expect(() => readCertificate(Buffer.alloc(70_000), 0)).toThrow(/at most 65536/));
});
