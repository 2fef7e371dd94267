import { createHash } from 'node:crypto';
import { domainsPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectSelinuxFileContexts } from './collect-selinux-file-contexts.ts';

const FILES = '/etc/selinux/fortified/contexts/files';
const collect = (files: Readonly<Record<string, string>>) => {
  const tree = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${FILES}/${name}`, text]));
  return collectFrom(collectSelinuxFileContexts, { '/etc/selinux/config': 'SELINUXTYPE=fortified\n', ...tree });
};
const described = (name: string, text: string, entries: number) => {
  return { path: `${FILES}/${name}`, size: text.length, sha256: createHash('sha256').update(text).digest('hex'), entries };
};

describe('selinux.file-contexts', () => {
  it('tells of every table and list of aliases, in the order of libselinux', async () => {
    const files = { 'file_contexts.local': '/a u:r:t\n', file_contexts: '# x\n/.* u:r:t\n/b <<none>>\n', 'file_contexts.subs_dist': '/lib64 /lib\n' };
    expect(await collect({ ...files, other: '' })).toHaveProperty('value', {
      policyType: 'fortified',
      tables: [described('file_contexts', files.file_contexts, 2), described('file_contexts.local', files['file_contexts.local'], 1)],
      aliases: [described('file_contexts.subs_dist', files['file_contexts.subs_dist'], 1)],
      problems: [],
    });
  });

  it('names the lines that cannot be used', async () => {
    expect(await collect({ file_contexts: '/(a u:r:t\n/a(.*x)* u:r:t\n' })).toMatchObject({
      value: {
        problems: [
          { kind: 'format', structure: `${FILES}/file_contexts`, field: 'line 1' },
          { kind: 'limit', structure: `${FILES}/file_contexts`, field: 'line 2' },
        ],
      },
    });
  });

  it('names the lines with a context that the policy does not know', async () => {
    const policy = domainsPolicy('allow start content:file read');
    const text = '/a someone:object_r:content:s0\n/b someone:object_r:gone:s0\n/c <<none>>\n';
    const tree = { '/etc/selinux/config': 'SELINUXTYPE=fortified\n', '/etc/selinux/fortified/policy/policy.31': policy, [`${FILES}/file_contexts`]: text };
    const fact = await collectFrom(collectSelinuxFileContexts, tree);
    expect(fact).toHaveProperty('value.unknownContexts', [{ table: `${FILES}/file_contexts`, line: 2, context: 'someone:object_r:gone:s0' }]);
    const damaged = await collectFrom(collectSelinuxFileContexts, { ...tree, '/etc/selinux/fortified/policy/policy.31': policy.subarray(0, -1) });
    expect(damaged).toMatchObject({ state: 'present' });
    expect(damaged).not.toHaveProperty('value.unknownContexts');
  });

  it('is unreadable beyond 1 MiB, so that a table made to be costly holds no scan up', async () => {
    const line = '/b u:r:t\n';
    const large = line + '#'.repeat(1024 * 1024 - line.length);
    expect(await collect({ file_contexts: large })).toMatchObject({ state: 'present' });
    expect(await collect({ file_contexts: `${large}#` })).toMatchObject({ state: 'unreadable', error: { kind: 'limit' } });
  });

  it('is unreadable when a line is none, and absent without a table', async () => {
    expect(await collect({ file_contexts: '/a\n' })).toMatchObject({ state: 'unreadable', error: { structure: `${FILES}/file_contexts`, field: 'line 1' } });
    expect(await collect({ 'file_contexts.local': '/a u:r:t\n' })).toMatchObject({ state: 'absent' });
    expect(await collectFrom(collectSelinuxFileContexts, { [`${FILES}/file_contexts`]: '/a u:r:t\n' })).toMatchObject({ state: 'absent' });
  });
});
