import type { FileSystem } from '@staticfire/read/filesystem';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { connectEvidence } from './evidence/bank-evidence.ts';
import { collectWith } from './fixtures/collect-from.ts';
import { memoryFileSystem } from './fixtures/memory-file-system.ts';
import { collectSelinuxFileContexts } from './selinux-file-contexts/collect-selinux-file-contexts.ts';
import { collectSelinuxLabels } from './selinux-labels/collect-selinux-labels.ts';
import { collectSelinuxPolicy } from './selinux-policy/collect-selinux-policy.ts';

const POLICY = writePolicy(smallPolicy);
const FILES = '/etc/selinux/x/contexts/files';

const flips = fc.array(fc.tuple(fc.nat({ max: 0xffff }), fc.nat({ max: 255 })), { maxLength: 2 });
const regex = fc.stringMatching(/^\/[a-c.*?+|()[\]\\^$/]{0,12}$/);
const context = fc.constantFrom('<<none>>', 'someone:object_r:object_t:s0', 'someone:worker:subject:s0-s0:c0.c1', 'u:r:t', '');
const spec = fc.tuple(regex, fc.constantFrom('', '--', '-d', '-x'), context).map((fields) => fields.join(' '));
const lines = fc.array(fc.oneof({ weight: 8, arbitrary: spec }, { weight: 1, arbitrary: fc.string({ maxLength: 20 }) }), { maxLength: 6 });
const label = fc.oneof(
  context,
  fc.string({ maxLength: 12 }),
  context.map((text) => `${text}\0`),
  fc.constant('!'),
);

const NAMES = ['selinux.file-contexts', 'selinux.labels', 'selinux.policy'];

fuzzDecoder('selinux-facts', ['smallPolicy with tables and labels']).asyncProperty(
  'whatever policy, table and labels are, there is a fact that fits its schema',
  fc.tuple(flips, lines, lines, label, label),
  async ([changes, table, aliases, folder, file]) => {
    const policy = Buffer.from(POLICY);
    for (const [at, value] of changes) policy[at % policy.length] = value;
    const store = { '/etc/selinux/config': 'SELINUXTYPE=x\n', '/etc/selinux/x/policy/policy.33': policy };
    const texts = { [`${FILES}/file_contexts`]: table.join('\n'), [`${FILES}/file_contexts.subs`]: aliases.join('\n') };
    const root = memoryFileSystem({ ...store, ...texts, '/a/bc': '' }, { '/a': folder, '/a/bc': file });
    const states: string[] = [];
    for (const collector of [collectSelinuxFileContexts, collectSelinuxLabels, collectSelinuxPolicy]) {
      const { name, state } = await collectWith(collector, evidenceOf(root));
      expect(NAMES).toContain(name);
      states.push(state);
    }
    return states.join(' ');
  },
  { outcomes: ['present present present', 'unreadable unreadable present', 'present unreadable unreadable'] },
);

function evidenceOf(root: FileSystem) {
  return connectEvidence({
    bank: 'A',
    partitions: [],
    partition: () => undefined,
    fileSystem: (role) => (role === 'ROOT' ? root : undefined),
    leafHasher: undefined,
  });
}
