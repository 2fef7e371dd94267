import { FormatError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { madeUpAccessKey, madeUpJwt, madeUpPem } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type BankEvidence, connectEvidence } from '../evidence/bank-evidence.ts';
import { collectFrom, collectWith } from '../fixtures/collect-from.ts';
import { type MemoryTree, memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { collectSecretsFiles } from './collect-secrets-files.ts';
import type { SecretsFiles } from './secrets-files.schema.ts';

const PEM = madeUpPem();
/** Without the line that ends it, and the line feed before that. */
const PEM_LENGTH = PEM.indexOf('\n-----END');
const SERVICE_ACCOUNT_TOKEN = madeUpJwt({ iss: 'kubernetes/serviceaccount' });
const ACCESS_KEY = madeUpAccessKey();

const MIB = 1024 * 1024;
const FINGERPRINT = expect.stringMatching(/^[0-9a-f]{16}$/);
const collect = (tree: MemoryTree) => collectFrom(collectSecretsFiles, tree);
const factValue = (fact: unknown) => (fact as { readonly value: SecretsFiles }).value;

describe('secrets.files', () => {
  it('tells place, kind and fingerprint of each, and no secret', async () => {
    const tree = { '/usr/share/templates/kubelet': `a\nb ${SERVICE_ACCOUNT_TOKEN}\n`, '/x86_64-bottlerocket-linux-gnu/sys-root/usr/share/key.pem': PEM };
    const fact = await collect(tree);
    // BOOT is the same filesystem here.
    expect(factValue(fact).secrets.filter((each) => 'partition' in each && each.partition === 'ROOT')).toEqual([
      {
        ...{ partition: 'ROOT', path: '/usr/share/templates/kubelet', kind: 'kubernetes-service-account-token', rule: 'json-web-token' },
        ...{ line: 2, column: 3, offset: 4, length: SERVICE_ACCOUNT_TOKEN.length, fingerprint: FINGERPRINT },
      },
      {
        ...{ partition: 'ROOT', path: '/usr/share/key.pem', kind: 'private-key', rule: 'pem' },
        ...{ line: 1, column: 1, offset: 0, length: PEM_LENGTH, fingerprint: FINGERPRINT },
      },
    ]);
    const text = JSON.stringify(fact);
    for (const secret of [SERVICE_ACCOUNT_TOKEN, ...PEM.split('\n').slice(1, 4)]) expect(text).not.toContain(secret);
  });

  it('looks at BOOT, too', async () => {
    const secrets = factValue(await collect({ '/grub/grub.cfg': `set key=${ACCESS_KEY}\n` })).secrets;
    expect(secrets).toMatchObject([
      { partition: 'ROOT', path: '/grub/grub.cfg' },
      { partition: 'BOOT', path: '/grub/grub.cfg', kind: 'aws-access-key-id', column: 9 },
    ]);
  });

  it('gives one secret one fingerprint, however it is written, and others others', async () => {
    const tree = { '/a': PEM, '/b': JSON.stringify({ key: PEM }), '/c': PEM.replaceAll(/^/gm, '  '), '/d': ACCESS_KEY };
    const fingerprints = factValue(await collect(tree)).secrets.map((each) => ('fingerprint' in each ? each.fingerprint : ''));
    expect([new Set(fingerprints.slice(0, 3)).size, new Set(fingerprints).size]).toEqual([1, 2]);
  });

  it('says what it looked at', async () => {
    const tree = {
      '/empty': '',
      '/text': 'abc',
      '/long': 'a'.repeat(200 * 1024),
      '/link': '-> /text',
      '/program': Buffer.from('\x7fELF\0'),
      '/zero-behind-the-head': Buffer.concat([Buffer.from('a'.repeat(4096)), Buffer.from('\0')]),
      '/limit': 'a'.repeat(4 * MIB),
      '/above': 'a'.repeat(4 * MIB + 1),
    };
    const { secrets, coverage } = factValue(await collectWith(collectSecretsFiles, rootOnly(tree)));
    expect(secrets).toMatchObject([{ $unreadable: { kind: 'limit', structure: '/above' } }]);
    expect(coverage).toEqual({
      ...{ scanned: 5, scannedBytes: 3 + 200 * 1024 + 4097 + 4 * MIB },
      ...{ binary: 1, tooLarge: 1, overBudget: 0, maxLength: 4 * MIB },
    });
  });

  it('finds what lies across the pieces in which content is shown, and at the end of the largest text', async () => {
    const places = [4096 - 10, 4096 + 128 * 1024 - 10, 4 * MIB - ACCESS_KEY.length - 1];
    const text = Buffer.alloc(4 * MIB, '.');
    for (const place of places) text.write(` ${ACCESS_KEY}`, place);
    const { secrets } = factValue(await collectWith(collectSecretsFiles, rootOnly({ '/a': text })));
    expect(secrets.map((each) => 'offset' in each && each.offset)).toEqual(places.map((place) => place + 1));
  });

  it('is not mixed up by what the buffer held before', async () => {
    const { secrets } = factValue(await collectWith(collectSecretsFiles, rootOnly({ '/a': `x=${ACCESS_KEY}`, '/b': `x=${ACCESS_KEY.slice(0, 10)}` })));
    expect(secrets).toMatchObject([{ path: '/a' }]);
  });

  it('goes on after a name that cannot be read, and says so', async () => {
    expect(factValue(await collectWith(collectSecretsFiles, rootOnly({ '/a': '!', '/b': ACCESS_KEY }))).secrets).toMatchObject([
      { $unreadable: { kind: 'format' } },
      { path: '/b' },
    ]);
  });

  it.each([
    ['a text whose end cannot be read', 'a'.repeat(5000), 4096, [{ $unreadable: { kind: 'format', message: '/a: extent: damaged' } }]],
    ['a text whose start cannot be read', 'a'.repeat(5000), 0, [{ $unreadable: { message: '/a: extent: damaged' } }]],
    // It says nothing of secrets that the end of a program is damaged: it would not have been looked at.
    ['a program whose end cannot be read', '\x7fELF\0'.padEnd(5000), 4096, []],
  ])('tells of %s, and goes on', async (_, content, from, expected) => {
    const tree = { '/a': content, '/b': ACCESS_KEY };
    const whole = memoryFileSystem(tree);
    const readInto: FileSystem['readInto'] = (inode, offset, target) => {
      if (whole.stat(inode).size === 5000 && offset >= from) throw new FormatError({ structure: 'extent', message: 'damaged' });
      return whole.readInto(inode, offset, target);
    };
    const { secrets } = factValue(await collectWith(collectSecretsFiles, rootOnly(tree, { ...whole, readInto })));
    expect(secrets).toMatchObject([...expected, { path: '/b' }]);
  });

  it('lists a hundred', async () => {
    const { secrets } = factValue(await collectWith(collectSecretsFiles, rootOnly({ '/a': `${ACCESS_KEY}\n`.repeat(101), '/b': ACCESS_KEY })));
    expect(secrets).toHaveLength(101);
    expect(secrets[100]).toMatchObject({ $unreadable: { kind: 'limit', structure: 'secrets' } });
  });

  it('leaves texts alone after 8 MiB that took a close look', async () => {
    const eager = 'AccountKey='.repeat(300 * 1024);
    const tree = { '/a': eager, '/b': eager, '/c': eager, '/d': 'a', '/e': 'a' };
    const { secrets, coverage } = factValue(await collectWith(collectSecretsFiles, rootOnly(tree)));
    expect(coverage).toMatchObject({ scanned: 3, overBudget: 2 });
    expect(secrets).toMatchObject([{ $unreadable: { kind: 'limit', structure: '/d' } }]);
  });
});

function rootOnly(tree: MemoryTree, root: FileSystem = memoryFileSystem(tree)): BankEvidence {
  const fileSystem = (role: string) => (role === 'ROOT' ? root : undefined);
  return connectEvidence({ bank: 'A', partitions: [], partition: () => undefined, fileSystem, leafHasher: undefined });
}
