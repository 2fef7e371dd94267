import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Fact, type FactsBody, findFact } from '@staticfire/facts';
import { bottlerocketPolicy, compiledPolicy, describeOracle, toolsFor } from '@staticfire/testkit';
import { beforeAll, expect, it } from 'vitest';
import { derive } from '../derive.ts';

const count = (label: string | undefined, more: object = {}) => ({
  ...{ partition: 'ROOT', files: 3, directories: 1, others: 0, example: '/x' },
  ...(label === undefined ? {} : { label: label.includes(':') ? label : `system_u:object_r:${label}:s0` }),
  ...more,
});

describeOracle('which labels let containers change files, in a policy that secilc compiles', toolsFor('secilc'), () => {
  let policy: Buffer;
  beforeAll(async () => {
    policy = readFileSync(await compiledPolicy(bottlerocketPolicy()));
  });

  function derived(counts: readonly unknown[], changes: Partial<FactsBody> = {}) {
    const sha256 = createHash('sha256').update(policy).digest('hex');
    const fact = (name: string, value: unknown): Fact => ({ name, bank: 'A', state: 'present', value, sources: [] });
    const executables = [{ label: 'system_u:object_r:data_t:s0', paths: ['/usr/bin/runc'] }];
    const facts = [fact('selinux.policy', { path: '/policy.31', sha256 }), fact('selinux.labels', { counts }), fact('selinux.executables', { executables })];
    const blobs = [{ sha256, length: policy.length, base64: policy.toString('base64') }];
    return findFact(derive({ judgedBank: 'A', facts, blobs, ...changes }), 'selinux.container-access', 'A')!;
  }
  const labelsOf = (fact: Fact) =>
    fact.state === 'present' ? (fact.value as { writable: { label?: string }[] }).writable.map(({ label }) => label ?? 'none') : fact;

  it('those of the system are not among them', () => {
    const system = ['os_t', 'init_exec_t', 'runtime_exec_t', 'secret_t', 'etc_t', 'private_t'];
    expect(derived(system.map((type) => count(type)))).toMatchObject({ value: { labels: 6, writable: [] } });
  });

  it('those of containers, of local storage, without a label and with one that is none are', () => {
    const fact = derived([count(undefined), count('data_t'), count('local_t'), count('gone_t'), count('os_t')]);
    expect(labelsOf(fact)).toEqual(['none', ...['data_t', 'local_t', 'gone_t'].map((type) => `system_u:object_r:${type}:s0`)]);
    expect(fact).toMatchObject({
      value: { writable: [{ programs: [] }, { fileChanges: expect.arrayContaining(['write', 'unlink']), programs: ['/usr/bin/runc'] }, {}, {}] },
    });
  });

  it('levels count: data of another container cannot be changed', () => {
    expect(labelsOf(derived([count('system_u:object_r:data_t:s0:c3,c4'), count('system_u:object_r:data_t:s0:c1,c2')]))).toEqual([
      'system_u:object_r:data_t:s0:c1,c2',
    ]);
  });

  it('a label that no file and no directory has is left out', () => {
    expect(labelsOf(derived([count('data_t', { files: 0, directories: 0, others: 2 })]))).toEqual([]);
  });

  it('what could not be counted stays unreadable', () => {
    const unread = { $unreadable: { kind: 'limit', structure: 'labels', message: 'more than 1000' } };
    expect(derived([unread])).toMatchObject({ value: { writable: [unread] } });
  });

  it('without the bytes of the policy nothing is known', () => {
    expect(derived([], { blobs: [] })).toMatchObject({ state: 'unreadable', error: { message: 'the facts do not carry the policy along' } });
  });
});
