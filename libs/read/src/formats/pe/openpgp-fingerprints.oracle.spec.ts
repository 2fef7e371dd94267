import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, keyProfile, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ByteView, ReadError } from '../../bytes/index.ts';
import { readOpenPgpFingerprints } from './openpgp-fingerprints.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

const folder = mkdtempSync(join(tmpdir(), 'openpgp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fingerprints = (bytes: Uint8Array) => readOpenPgpFingerprints(new ByteView(bytes, '.pubkey', 1000));

/** Fingerprints of primary keys: the `fpr` line behind each `pub` line. */
function gpgFingerprints(path: string): string[] {
  const args = ['--homedir', folder, '--batch', '--no-autostart', '--show-keys', '--with-colons', path];
  const text = execFileSync(toolPath('gpg')!, args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] });
  return [...text.matchAll(/^pub:.*\n(?:.*\n)*?fpr:+([\dA-F]+):/gm)].map(([, found]) => found!.toLowerCase());
}

describeOracle('fingerprints of OpenPGP keys against gpg', toolsFor('gpg', KEYRING), () => {
  it('of Debian’s archive', () => {
    const found = fingerprints(readFileSync(KEYRING));
    expect(found.length).toBeGreaterThan(3);
    expect([...found].sort()).toEqual(gpgFingerprints(KEYRING).sort());
  });

  it('of the lab, padded as in GRUB', () => {
    const path = join(folder, 'lab.gpg');
    writeFileSync(path, keyProfile('lab').configPublicKey);
    expect(fingerprints(Buffer.concat([keyProfile('lab').configPublicKey, Buffer.alloc(100)]))).toEqual(gpgFingerprints(path));
  });
});

describe('readOpenPgpFingerprints', () => {
  it.each<[string, number[], RegExp]>([
    ['what is no packet', [1, 2], /packet tag at byte 1000/],
    ['a packet that is cut off', [0xc6, 50, 4], /lie outside/],
    ['a key of version 3', [0xc6, 2, 3, 0], /a key of version 3/],
    ['a packet of indeterminate length', [0x9b, 1], /indeterminate/],
    ['a packet of partial lengths', [0xc6, 0xe1, 1, 1], /partial/],
    ['more than 16 keys', Array(17).fill([0xc6, 1, 4]).flat(), /more than 16 keys/],
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
