import { ReadError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy, smallPolicy, writePolicy } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type AssertionData, decideAssertion, describeUndecided, type PolicyAssertion } from './assertions/index.ts';
import { flips, parseFlipped } from './fixtures/flipped-policy.ts';
import { readSechecker } from './sechecker/index.ts';

const DOMAINS = 'allow domains program:file execute write\nallow start content:file write\n allow domains content:file execute\n';
const policies = [writePolicy(smallPolicy), domainsPolicy(DOMAINS)];

const assertions: readonly PolicyAssertion[] = [
  { assert: 'ro_execs' },
  { assert: 'ro_kmods', missing: 'ok', empty: 'ok' },
  { assert: 'allow_rules', permissions: ['write'], exempt_source: ['*'] },
  { assert: 'allow_rules', source: 'domains', expect_target: ['program'], missing: 'ok' },
  { assert: 'role_allows', source: 'worker', expect_target: ['worker'] },
  { assert: 'typeattr', attribute: 'group', members: { exactly: [] } },
  { assert: 'labels', unlabelled: ['/var'] },
  { assert: 'file_label', paths: { '/usr/**': ['*'], '/usr/bin/x': 'content' } },
  { assert: 'kernel_classes', classes: { file: ['read'] } },
];
const data: AssertionData = {
  labels: { differences: [], omitted: [{ directory: '/', kind: 'invalid', count: 1 }] },
  executables: [{ label: 'someone:object_r:object_t:s0', paths: ['/usr/bin/x'] }],
};

/** Every assertion has a verdict with all of its texts, or a reason why it has none. */
function checkAssertion(policy: SelinuxPolicy, assertion: PolicyAssertion): boolean {
  try {
    const { holds, violations, total } = decideAssertion(policy, assertion, data);
    expect(holds).toBe(total === 0);
    for (const { subject, message, rules } of violations) for (const text of [subject, message, ...rules]) expect(text).not.toContain('undefined');
    return true;
  } catch (error) {
    expect(describeUndecided(error)?.reason).not.toBe('');
    if (describeUndecided(error) === undefined) throw error;
    return false;
  }
}

const damaged = fc.tuple(fc.nat({ max: policies.length - 1 }), flips);

fuzzDecoder('policy-assertions', ['smallPolicy', 'domainsPolicy']).property(
  'whatever the reader takes can be asserted about',
  damaged,
  ([which, changes]) => {
    const policy = parseFlipped(policies[which]!, changes);
    if (policy === undefined) return 'refused';
    return assertions.filter((assertion) => checkAssertion(policy, assertion)).length > 0 ? 'decided' : 'undecided';
  },
  { outcomes: ['decided', 'refused'] },
);

const word = fc.constantFrom(
  ...'check_type desc disable source target tclass perms attr missing_ok exempt_file assert_te empty_typeattr ro_execs x'.split(' '),
);
const piece = fc.oneof(word, fc.constantFrom('[', ']', '=', ':', ' = ', '\n', '\n ', '\n[a]\n', '[b]\n', '%', '%(x)s', '%%', '#', ';', '-', '*'), fc.string());

fuzzDecoder('sechecker', ['words of sechecker files']).property(
  'whatever the text is, it is checks or a ReadError that names the file',
  fc.array(piece, { maxLength: 30 }),
  (pieces) => {
    try {
      return readSechecker(`[a]\ncheck_type = ro_execs\n${pieces.join('')}`, 'x.ini').assertions.length > 0 ? 'read' : 'empty';
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      expect(error.message).toMatch(/^x\.ini/);
      return 'refused';
    }
  },
  { outcomes: ['read', 'refused'] },
);
