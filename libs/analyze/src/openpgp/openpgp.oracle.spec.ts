import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ByteView, ReadError } from '@staticfire/read/bytes';
import { decodeArmor, readOpenPgpKeys, readOpenPgpSignatures } from '@staticfire/read/formats/openpgp';
import { describeOracle, keyProfile, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyOpenPgpSignature } from './index.ts';

const TEN_MINUTES = 600_000;
const FLIPS = 150;
const TEXT = Buffer.from('set default="0"\nset timeout=0\n');
const KINDS = ['rsa2048', 'rsa3072', 'dsa2048', 'ed25519', 'nistp256', 'nistp384', 'nistp521'] as const;

const SHA2 = ['SHA256', 'SHA384', 'SHA512'];
const HASHES: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  rsa2048: ['SHA1', 'SHA224', ...SHA2],
  rsa3072: SHA2,
  dsa2048: SHA2,
  ed25519: SHA2,
  nistp256: SHA2,
  nistp384: ['SHA384', 'SHA512'],
  nistp521: ['SHA512'],
};

const folder = mkdtempSync(join(tmpdir(), 'openpgp-oracle-'));
chmodSync(folder, 0o700);
const at = (name: string) => join(folder, name);

function gpg(...args: string[]): string {
  const all = ['--homedir', folder, '--batch', '--yes', '--pinentry-mode', 'loopback', '--passphrase', '', ...args];
  return execFileSync(toolPath('gpg')!, all, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: TEN_MINUTES });
}

const view = (bytes: Uint8Array) => new ByteView(bytes, 'file', 0);

function judge(signature: Uint8Array, ring: Uint8Array, content: Uint8Array = TEXT): string {
  const keys = readOpenPgpKeys(decodeArmor(view(ring)).packets);
  const [first] = readOpenPgpSignatures(decodeArmor(view(signature)).packets);
  const key = keys.find(({ keyId }) => keyId === first!.keyId);
  return key === undefined ? 'unknown-key' : verifyOpenPgpSignature(first!, key, () => [content.subarray(0, 5), content.subarray(5)]);
}

describeOracle('OpenPGP signatures against gpg', toolsFor('gpg', 'gpg-agent', 'gpgconf', 'gpgv'), () => {
  beforeAll(() => {
    for (const kind of KINDS) gpg('--quick-generate-key', `${kind} of the spec`, kind, 'sign', 'never');
    for (const kind of KINDS)
      writeFileSync(at(`${kind}.gpg`), execFileSync(toolPath('gpg')!, ['--homedir', folder, '--batch', '--export', `${kind} of the spec`]));
    writeFileSync(at('text'), TEXT);
  }, TEN_MINUTES);
  afterAll(() => {
    spawnSync(toolPath('gpgconf')!, ['--homedir', folder, '--kill', 'gpg-agent']);
    rmSync(folder, { recursive: true, force: true });
  });

  const sign = (kind: string, ...more: string[]) => {
    gpg('--local-user', `${kind} of the spec`, ...more, '--output', at('signature'), '--detach-sign', at('text'));
    return readFileSync(at('signature'));
  };
  const isGood = (kind: string, signature: Uint8Array) => {
    writeFileSync(at('checked.sig'), signature);
    return spawnSync(toolPath('gpgv')!, ['--homedir', folder, '--keyring', at(`${kind}.gpg`), at('checked.sig'), at('text')]).status === 0;
  };

  it.each(KINDS)('%s: a signature holds, with every hash', (kind) => {
    const ring = readFileSync(at(`${kind}.gpg`));
    // gpg takes no hash that is shorter than the order of the key's group.
    for (const hash of HASHES[kind]) {
      const signature = sign(kind, '--digest-algo', hash);
      expect(judge(signature, ring), hash).toBe('valid');
      expect(judge(signature, ring, Buffer.concat([TEXT, Buffer.from('\n')])), hash).toBe('invalid');
    }
  });

  it('of several keys the one that is named counts, armored or not', () => {
    const ring = Buffer.concat(KINDS.map((kind) => readFileSync(at(`${kind}.gpg`))));
    for (const kind of KINDS) expect(judge(sign(kind, '--armor'), ring)).toBe('valid');
    const armored = execFileSync(toolPath('gpg')!, ['--homedir', folder, '--batch', '--armor', '--export', 'rsa2048 of the spec']);
    expect(judge(sign('rsa2048'), armored)).toBe('valid');
    expect(judge(sign('rsa2048'), readFileSync(at('rsa3072.gpg')))).toBe('unknown-key');
    expect(judge(sign('rsa2048'), keyProfile('lab').configPublicKey)).toBe('unknown-key');
  });

  it('a signature by a subkey', () => {
    gpg('--quick-generate-key', 'with a subkey', 'rsa2048', 'cert', 'never');
    const fingerprint = /^fpr:+([\dA-F]+):/m.exec(gpg('--list-keys', '--with-colons', 'with a subkey'))![1]!;
    gpg('--quick-add-key', fingerprint, 'rsa2048', 'sign', '1y');
    const ring = execFileSync(toolPath('gpg')!, ['--homedir', folder, '--batch', '--export', 'with a subkey']);
    const [primary, subkey] = readOpenPgpKeys(view(ring));
    expect(primary).toMatchObject({ isSubkey: false, userIds: ['with a subkey'], revoked: false });
    expect(subkey).toMatchObject({ isSubkey: true, expires: subkey!.created + 365 * 86_400, revoked: false });
    gpg('--local-user', 'with a subkey', '--output', at('subkey.sig'), '--detach-sign', at('text'));
    expect(judge(readFileSync(at('subkey.sig')), ring)).toBe('valid');
  });

  it('a key that was revoked is named so', () => {
    gpg('--quick-generate-key', 'revoked', 'rsa2048', 'sign', '2y');
    const fingerprint = /^fpr:+([\dA-F]+):/m.exec(gpg('--list-keys', '--with-colons', 'revoked'))![1]!;
    const revocation = readFileSync(join(folder, 'openpgp-revocs.d', `${fingerprint}.rev`), 'latin1').replace(':-----BEGIN', '-----BEGIN');
    writeFileSync(at('revocation'), revocation);
    gpg('--import', at('revocation'));
    const [key] = readOpenPgpKeys(view(execFileSync(toolPath('gpg')!, ['--homedir', folder, '--batch', '--export', 'revoked'])));
    expect(key).toMatchObject({ fingerprint: fingerprint.toLowerCase(), revoked: true, expires: key!.created + 2 * 365 * 86_400 });
  });

  it.each(['rsa2048', 'ed25519', 'dsa2048'] as const)('%s: what holds here holds for gpgv, whatever bit is changed', { timeout: TEN_MINUTES }, (kind) => {
    const [signature, ring] = [sign(kind), readFileSync(at(`${kind}.gpg`))];
    expect(isGood(kind, signature)).toBe(true);
    for (let flip = 0; flip < FLIPS; flip++) {
      const place = Math.floor((signature.length / FLIPS) * flip);
      const changed = Buffer.from(signature);
      changed[place]! ^= 1 << (flip % 8);
      if (attempt(() => judge(changed, ring)) === 'valid') expect(isGood(kind, changed), `byte ${place}`).toBe(true);
    }
  });
});

function attempt(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return error.kind;
    throw error;
  }
}
