import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, keyProfile, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ByteView, ReadError } from '../../bytes/index.ts';
import { type OpenPgpKey, readOpenPgpKeys } from './index.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

const folder = mkdtempSync(join(tmpdir(), 'openpgp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keysOf = (bytes: Uint8Array) => readOpenPgpKeys(new ByteView(bytes, '.pubkey', 1000));
const fingerprints = (bytes: Uint8Array) =>
  keysOf(bytes)
    .filter(({ isSubkey }) => !isSubkey)
    .map(({ fingerprint }) => fingerprint);

/** What gpg says of each key: `pub` and `sub` lines with the `fpr` and `uid` lines behind them (GnuPG, doc/DETAILS). */
function gpgKeys(path: string) {
  const args = ['--homedir', folder, '--batch', '--no-autostart', '--fixed-list-mode', '--show-keys', '--with-colons', path];
  const text = execFileSync(toolPath('gpg')!, args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] });
  const keys: { fingerprint: string; isSubkey: boolean; bits: number; created: number; expires: number | undefined; userIds: string[] }[] = [];
  for (const [kind, , bits, , , created, expires, , , text10] of text.split('\n').map((line) => line.split(':'))) {
    if (kind === 'pub' || kind === 'sub')
      keys.push({
        fingerprint: '',
        isSubkey: kind === 'sub',
        bits: Number(bits),
        created: Number(created),
        expires: expires === '' ? undefined : Number(expires),
        userIds: [],
      });
    if (kind === 'fpr') keys.at(-1)!.fingerprint = text10!.toLowerCase();
    if (kind === 'uid') keys.at(-1)!.userIds.push(text10!);
  }
  return keys;
}

const told = ({
  fingerprint,
  isSubkey,
  bits = 255, // Ed25519
  created,
  expires,
  userIds,
}: OpenPgpKey) => ({
  fingerprint,
  isSubkey,
  bits,
  created,
  expires,
  userIds: [...userIds],
});

describeOracle('OpenPGP keys against gpg', toolsFor('gpg', KEYRING), () => {
  it('of Debian’s archive', () => {
    const found = keysOf(readFileSync(KEYRING));
    expect(found.length).toBeGreaterThan(6);
    const sorted = (keys: ReturnType<typeof gpgKeys>) =>
      keys.map((key) => ({ ...key, userIds: key.userIds.toSorted() })).toSorted((a, b) => a.fingerprint.localeCompare(b.fingerprint));
    expect(sorted(found.map(told))).toEqual(sorted(gpgKeys(KEYRING)));
  });

  it('of the lab, padded as in GRUB', () => {
    const path = join(folder, 'lab.gpg');
    writeFileSync(path, keyProfile('lab').configPublicKey);
    expect(keysOf(Buffer.concat([keyProfile('lab').configPublicKey, Buffer.alloc(100)])).map(told)).toEqual(gpgKeys(path));
  });
});

describe('readOpenPgpKeys', () => {
  it.each<[string, number[], RegExp]>([
    ['what is no packet', [1, 2], /packet tag at byte 1000/],
    ['a packet that is cut off', [0xc6, 50, 4], /lie outside/],
    ['a key of version 3', [0xc6, 2, 3, 0], /a key of version 3/],
    ['a packet of indeterminate length', [0x9b, 1], /indeterminate/],
    ['a packet of partial lengths', [0xc6, 0xe1, 1, 1], /partial/],
    ['more than 64 keys', Array(65).fill([0xc6, 6, 4, 0, 0, 0, 0, 99]).flat(), /more than 64 keys/],
    ['more than 256 packets', Array(257).fill([0xcd, 0]).flat(), /more than 256 packets/],
    ['a number that is cut off', [0xc6, 10, 4, 0, 0, 0, 0, 1, 0x08, 0, 1, 2], /lie outside/],
  ])('refuses %s', (_, bytes, message) => expect(() => fingerprints(Uint8Array.from(bytes))).toThrow(message));

  it.each([[[]], [[0, 0, 1]]])('finds none in %j', (bytes) => expect(fingerprints(Uint8Array.from(bytes))).toEqual([]));

  it('ends for any bytes in fingerprints or in one of our errors', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(7), (bytes, at) => {
        const whole = Buffer.concat([Buffer.of(0x98 | (at & 3), 0xc6), bytes]);
        try {
          expect(fingerprints(whole).every((each) => /^[\da-f]{40}$/.test(each))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }),
    );
  });
});
