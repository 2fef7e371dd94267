import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '@staticfire/read/block-source';
import { ReadError } from '@staticfire/read/bytes';
import { authenticodeDigest, readAuthenticodeSignature, readPe, readVendorTrust } from '@staticfire/read/formats/pe';
import { readCertificate } from '@staticfire/read/formats/x509';
import { debianFolder, describeOracle, toolPath, toolsFor, ukiFile } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CertificateChain, verifyAuthenticodeSigner } from './index.ts';

const TEN_MINUTES = 600_000;
const FLIPS = 120;
const folder = mkdtempSync(join(tmpdir(), 'authenticode-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const tool = (name: Parameters<typeof toolPath>[0], ...args: string[]) =>
  execFileSync(toolPath(name)!, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** What we say of each entry of a program's certificate table. */
function judge(bytes: Uint8Array, anchor?: Uint8Array) {
  const pe = readPe(memorySource(bytes));
  return pe.certificates.map((entry) => {
    const signature = readAuthenticodeSignature(pe, entry);
    const { certificate, algorithm, problems } = verifyAuthenticodeSigner(signature, signature.signers[0]!);
    const chain =
      certificate === undefined
        ? undefined
        : new CertificateChain(
            certificate.bytes,
            signature.certificates.map((each) => each.bytes),
          );
    const { algorithm: hash, digest } = signature.signed;
    const isOfFile = hash !== undefined && authenticodeDigest(pe, hash) === digest;
    const unsigned = signature.signers[0]!.unsignedAttributes?.attributes.map(({ type }) => type) ?? [];
    return {
      holds: isOfFile && problems.length === 0,
      algorithm,
      digest: hash,
      length: chain?.certificates.length,
      leads: anchor === undefined ? undefined : chain?.leadsTo(anchor),
      issuer: chain === undefined ? undefined : readCertificate(chain.certificates.at(-1)!, 0).issuer,
      unsigned,
    };
  });
}

/** A key, and a certificate by `authority` or by itself. */
function makeCertificate(name: string, key: readonly string[], authority?: string, isAuthority = authority === undefined): void {
  tool('openssl', 'genpkey', ...key, '-out', at(`${name}.key`));
  writeFileSync(
    at(`${name}.ext`),
    `basicConstraints=critical,CA:${isAuthority ? 'TRUE' : 'FALSE'}\nextendedKeyUsage=${name === 'tsa' ? 'critical,timeStamping' : 'codeSigning'}\n`,
  );
  tool('openssl', 'req', '-new', '-key', at(`${name}.key`), '-subj', `/CN=${name}`, '-out', at(`${name}.csr`));
  const by = authority === undefined ? ['-signkey', at(`${name}.key`)] : ['-CA', at(`${authority}.pem`), '-CAkey', at(`${authority}.key`), '-CAcreateserial'];
  const extensions = isAuthority && authority === undefined ? ['-extfile', at('ca.ext')] : ['-extfile', isAuthority ? at('ca.ext') : at(`${name}.ext`)];
  tool('openssl', 'x509', '-req', '-in', at(`${name}.csr`), ...by, ...extensions, '-days', '3650', '-out', at(`${name}.pem`));
}

const derOf = (name: string) => {
  tool('openssl', 'x509', '-in', at(`${name}.pem`), '-outform', 'DER', '-out', at(`${name}.der`));
  return readFileSync(at(`${name}.der`));
};
const rsa = (bits: number) => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
const ec = (curve: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`];

describeOracle('Authenticode signatures against sbverify and osslsigncode', toolsFor('openssl', 'sbsign', 'sbverify', 'osslsigncode'), () => {
  let root: Buffer;
  beforeAll(() => {
    writeFileSync(at('ca.ext'), 'basicConstraints=critical,CA:TRUE\n');
    writeFileSync(at('plain.efi'), ukiFile({ machine: 'x64', sections: [{ name: '.sbat', bytes: Buffer.from('sbat,1,x\n') }] }));
    makeCertificate('root', rsa(3072));
    makeCertificate('intermediate', ec('P-384'), 'root', true);
    makeCertificate('tsa', rsa(2048), 'root', false);
    for (const [name, key] of [
      ['rsa2048', rsa(2048)],
      ['rsa4096', rsa(4096)],
      ['p256', ec('P-256')],
      ['p384', ec('P-384')],
    ] as const)
      makeCertificate(name, key, 'intermediate', false);
    makeCertificate('other', rsa(2048));
    root = derOf('root');
  }, TEN_MINUTES);

  const sign = (to: string, key: string, ...more: string[]) =>
    tool('osslsigncode', 'sign', '-certs', at(`${key}.pem`), '-key', at(`${key}.key`), ...more, '-in', at('plain.efi'), '-out', at(to));
  const verified = (file: string, authority = 'root') =>
    spawnSync(toolPath('osslsigncode')!, ['verify', '-CAfile', at(`${authority}.pem`), '-TSA-CAfile', at('root.pem'), '-in', at(file)], { encoding: 'utf8' });

  it.each([
    ['rsa2048', 'sha1', 'rsa-sha1'],
    ['rsa2048', 'sha256', 'rsa-sha256'],
    ['rsa4096', 'sha384', 'rsa-sha384'],
    ['rsa4096', 'sha512', 'rsa-sha512'],
    ['p256', 'sha256', 'ec-sha256'],
    ['p384', 'sha384', 'ec-sha384'],
  ])('%s with %s, through an intermediate authority that comes along', (key, digest, algorithm) => {
    const file = `${key}-${digest}.efi`;
    sign(file, key, '-h', digest, '-ac', at('intermediate.pem'));
    expect(verified(file).stdout).toMatch(/Signature verification: ok/);
    const bytes = readFileSync(at(file));
    expect(judge(bytes, root)).toMatchObject([{ holds: true, algorithm, digest, length: 2, leads: true, issuer: 'CN=root', unsigned: [] }]);
    expect(judge(bytes, derOf('intermediate'))).toMatchObject([{ leads: true }]);
    expect(judge(bytes, derOf('other'))).toMatchObject([{ holds: true, leads: false }]);
    expect(verified(file, 'other').stdout).toMatch(/Signature verification: failed/);
  });

  it('an intermediate authority that does not come along leads nowhere', () => {
    sign('alone.efi', 'rsa2048', '-h', 'sha256');
    expect(verified('alone.efi').stdout).toMatch(/Signature verification: failed/);
    expect(judge(readFileSync(at('alone.efi')), root)).toMatchObject([{ holds: true, length: 1, leads: false, issuer: 'CN=intermediate' }]);
    expect(judge(readFileSync(at('alone.efi')), derOf('intermediate'))).toMatchObject([{ leads: true }]);
  });

  it('a time stamp and a nested signature are attributes that nothing signs', () => {
    sign('stamped.efi', 'rsa2048', '-h', 'sha256', '-ac', at('intermediate.pem'), '-TSA-certs', at('tsa.pem'), '-TSA-key', at('tsa.key'));
    expect(verified('stamped.efi').stdout).toMatch(/Timestamp Server Signature verification: ok/i);
    expect(judge(readFileSync(at('stamped.efi')), root)).toMatchObject([{ holds: true, leads: true, unsigned: ['1.3.6.1.4.1.311.3.3.1'] }]);
    tool('osslsigncode', 'sign', '-nest', '-certs', at('p256.pem'), '-key', at('p256.key'), '-h', 'sha256', '-in', at('stamped.efi'), '-out', at('nested.efi'));
    expect(judge(readFileSync(at('nested.efi')), root)[0]!.unsigned).toContain('1.3.6.1.4.1.311.2.4.1');
    expect(judge(readFileSync(at('nested.efi')), root)).toMatchObject([{ holds: true, leads: true }]);
  });

  it('two entries: each is judged', () => {
    sign('first.efi', 'rsa2048', '-h', 'sha256', '-ac', at('intermediate.pem'));
    tool('sbsign', '--key', at('other.key'), '--cert', at('other.pem'), '--output', at('both.efi'), at('first.efi'));
    expect(tool('sbverify', '--cert', at('other.pem'), at('both.efi'))).toMatch(/Signature verification OK/);
    expect(judge(readFileSync(at('both.efi')), root)).toMatchObject([
      { holds: true, leads: true },
      { holds: true, leads: false },
    ]);
    expect(judge(readFileSync(at('both.efi')), derOf('other'))).toMatchObject([{ leads: false }, { leads: true }]);
  });

  it('what holds here holds for sbverify, whatever bit is changed', { timeout: TEN_MINUTES }, () => {
    tool('sbsign', '--key', at('other.key'), '--cert', at('other.pem'), '--output', at('one.efi'), at('plain.efi'));
    const bytes = readFileSync(at('one.efi'));
    const other = derOf('other');
    expect(judge(bytes, other)).toMatchObject([{ holds: true, leads: true }]);
    let agreed = 0;
    for (let flip = 0; flip < FLIPS; flip++) {
      const place = Math.floor((bytes.length / FLIPS) * flip);
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1 << (flip % 8);
      writeFileSync(at('flipped.efi'), changed);
      const theirs = spawnSync(toolPath('sbverify')!, ['--cert', at('other.pem'), at('flipped.efi')], { encoding: 'utf8' }).status === 0;
      const ours = attempt(() => judge(changed, other).some(({ holds, leads }) => holds && leads));
      if (ours === theirs) agreed++;
      expect(ours && !theirs, `byte ${place}`).toBe(false);
    }
    expect(agreed).toBeGreaterThan(FLIPS * 0.95);
  });
});

function attempt(work: () => boolean): boolean {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}

describeOracle('what Debian and Microsoft signed', toolsFor('apt-get', 'dpkg-deb', 'openssl', 'sbverify'), () => {
  const names: readonly [string, string, string][] = [
    ['shim', 'shim-signed', 'usr/lib/shim/shimx64.efi.signed'],
    ['GRUB', 'grub-efi-amd64-signed', 'usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed'],
  ];
  const files = new Map<string, Buffer>();
  beforeAll(async () => {
    for (const [name, pack, path] of names) files.set(name, readFileSync(join(await debianFolder(pack), path)));
  }, TEN_MINUTES);

  it('each entry holds', () => {
    for (const [name] of names) for (const each of judge(files.get(name)!)) expect(each, name).toMatchObject({ holds: true });
    expect(judge(files.get('shim')!)[0]!.issuer).toMatch(/Microsoft/);
  });

  describe('the certificate in shim', () => {
    it('vouches for GRUB, and not for shim', () => {
      const trust = readVendorTrust(readPe(memorySource(files.get('shim')!)))!;
      const [vendor] = trust.authorized;
      expect(trust.authorized.map(({ kind }) => kind)).toEqual(['certificate']);
      expect(judge(files.get('GRUB')!, vendor!.bytes)).toMatchObject([{ holds: true, leads: true }]);
      expect(judge(files.get('shim')!, vendor!.bytes).every(({ leads }) => leads === false)).toBe(true);
      writeFileSync(at('vendor.der'), vendor!.bytes);
      writeFileSync(at('grub.efi'), files.get('GRUB')!);
      tool('openssl', 'x509', '-inform', 'DER', '-in', at('vendor.der'), '-out', at('vendor.pem'));
      expect(tool('sbverify', '--cert', at('vendor.pem'), at('grub.efi'))).toMatch(/Signature verification OK/);
    });
  });
});
