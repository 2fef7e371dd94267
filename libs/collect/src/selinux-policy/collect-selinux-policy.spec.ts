import { findBlob } from '@staticfire/facts';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { BlobList } from '../runner/blob-list.ts';
import { collectSelinuxPolicy } from './collect-selinux-policy.ts';

const FACTORY = '/usr/share/factory/etc/selinux';
const CONFIG = { '/etc/selinux': `-> ..${FACTORY}`, [`${FACTORY}/config`]: 'SELINUXTYPE=fortified\n' };
const PATH = '/etc/selinux/fortified/policy/policy.33';
const bytes = writePolicy(smallPolicy);
const collect = (policies: Readonly<Record<string, Uint8Array | string>>, blobs = new BlobList()) => {
  const named = Object.entries(policies).map(([name, content]) => [`${FACTORY}/fortified/policy/${name}`, content]);
  return collectFrom(collectSelinuxPolicy, { ...CONFIG, ...Object.fromEntries(named) }, { blobs });
};

describe('selinux.policy', () => {
  it('tells what the policy of highest version has', async () => {
    const subject = 'someone:worker:subject_t:s0-s0:c0.c1';
    const object = 'someone:object_r:object_t:s0';
    expect(await collect({ 'policy.9': 'x', 'policy.33': bytes, 'policy.033': 'x', 'policy.34.bak': 'x' })).toMatchObject({
      value: {
        path: PATH,
        policyType: 'fortified',
        size: bytes.length,
        version: 33,
        mls: true,
        handleUnknown: 'deny',
        capabilities: ['open_perms'],
        counts: { types: 2, attributes: 2, classes: 2, users: 1, roles: 2, booleans: 1, allow: 3, typeTransition: 3, constraints: 1, ports: 1, nodes: 0 },
        types: ['object_t', 'subject_t'],
        attributes: ['group', 'none'],
        permissiveTypes: ['object_t'],
        neverAuditTypes: [],
        booleans: [{ name: 'switch', default: true }],
        initialSids: [{ sid: 1, name: 'kernel', context: subject }],
        fileSystemUses: [{ fileSystem: 'ext4', behaviour: 'xattr', context: object }],
        genericFileSystems: [{ fileSystem: 'proc', path: '/', context: object }],
      },
      sources: [{ path: '/etc/selinux/config' }, { path: PATH, length: bytes.length }],
    });
  });

  it('sorts what the file has in the order of hash tables', async () => {
    const [, object] = smallPolicy.fsUses[0]!.slice(1) as ['ext4', (typeof smallPolicy.fsUses)[0][2]];
    const policy = writePolicy({
      ...smallPolicy,
      version: 35,
      permissive: [2, 1],
      neverAudit: [2, 1],
      fsUses: [
        [3, 'z', object],
        [2, 'b', object],
      ],
      genfs: [
        ['sysfs', [['/', 0, object]]],
        [
          'proc',
          [
            ['/x', 2, object],
            ['/', 0, object],
          ],
        ],
      ],
    });
    expect(await collect({ 'policy.35': policy })).toMatchObject({
      value: {
        permissiveTypes: ['object_t', 'subject_t'],
        neverAuditTypes: ['object_t', 'subject_t'],
        fileSystemUses: [
          { fileSystem: 'b', behaviour: 'trans' },
          { fileSystem: 'z', behaviour: 'task' },
        ],
        genericFileSystems: [
          { fileSystem: 'proc', path: '/' },
          { fileSystem: 'proc', path: '/x', class: 'file' },
          { fileSystem: 'sysfs', path: '/' },
        ],
      },
    });
  });

  it('keeps the bytes of the policy, when it can be read', async () => {
    const kept = new BlobList();
    const fact = (await collect({ 'policy.33': bytes }, kept)) as { value: { sha256: string } };
    const blobs = kept.sorted(['selinux.policy'], 'A')!;
    expect(blobs).toHaveLength(1);
    expect(findBlob({ blobs }, fact.value.sha256)).toEqual(Buffer.from(bytes));
    const none = new BlobList();
    await collect({ 'policy.33': bytes.subarray(1) }, none);
    expect(none.sorted(['selinux.policy'], 'A')).toBeUndefined();
  });

  it('is unreadable when the policy is damaged or of a version to come, and says where', async () => {
    const cut = bytes.subarray(0, bytes.length - 3);
    expect(await collect({ 'policy.33': cut })).toMatchObject({
      state: 'unreadable',
      error: { kind: 'format', structure: expect.stringContaining(`${PATH}: `), message: expect.stringMatching(/byte \d+ of the file/) },
      sources: [{ path: '/etc/selinux/config' }, { path: PATH }],
    });
    const later = Uint8Array.from(bytes);
    later[16] = 36;
    expect(await collect({ 'policy.33': later })).toMatchObject({ state: 'unreadable', error: { kind: 'unsupported', field: 'policyvers' } });
  });

  it('is unreadable beyond 8 MiB, which would take more memory than a scan has', async () => {
    const large = new Uint8Array(8 * 1024 * 1024 + 1);
    expect(await collect({ 'policy.33': large })).toMatchObject({ state: 'unreadable', error: { kind: 'limit' } });
    expect(await collect({ 'policy.33': large.subarray(1) })).toMatchObject({ state: 'unreadable', error: { kind: 'format' } });
  });

  it('is unreadable when a list is too long for the document', async () => {
    const [, , object] = smallPolicy.fsUses[0]!;
    const paths = Array.from({ length: 10_001 }, (_, index) => [`/${index}`, 0, object] as const);
    const error = { kind: 'limit', structure: PATH, field: 'genericFileSystems' };
    expect(await collect({ 'policy.33': writePolicy({ ...smallPolicy, genfs: [['proc', paths]] }) })).toMatchObject({ state: 'unreadable', error });
  });

  it.each<[string, Record<string, string>]>([
    ['without a configuration', {}],
    ['without a name of a policy', { '/etc/selinux/config': 'SELINUX=enforcing\n', '/etc/selinux/fortified/policy/policy.33': '' }],
    ['without a policy of that name', { '/etc/selinux/config': 'SELINUXTYPE=x\n', '/etc/selinux/fortified/policy/policy.33': '' }],
  ])('is absent %s', async (_, tree) => {
    expect(await collectFrom(collectSelinuxPolicy, tree)).toMatchObject({ state: 'absent' });
  });
});
