import { ReadError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy, smallPolicy, writePolicy } from '@staticfire/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AssertionData, decideAssertion, describeUndecided, type PolicyAssertion } from './assertions/index.ts';
import { flips, parseTaken } from './fixtures/flipped-policy.ts';
import { readSechecker } from './sechecker/index.ts';

const SEED = 20261125;
const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
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

it('whatever the reader takes can be asserted about', () => {
  let decided = 0;
  fc.assert(
    fc.property(fc.nat({ max: policies.length - 1 }), flips, (which, changes) => {
      const bytes = Buffer.from(policies[which]!);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const policy = parseTaken(bytes);
      if (policy !== undefined) for (const assertion of assertions) if (checkAssertion(policy, assertion)) decided++;
    }),
    OPTIONS,
  );
  expect(decided).toBeGreaterThan(0);
});

const word = fc.constantFrom(
  ...'check_type desc disable source target tclass perms attr missing_ok exempt_file assert_te empty_typeattr ro_execs x'.split(' '),
);
const piece = fc.oneof(word, fc.constantFrom('[', ']', '=', ':', ' = ', '\n', '\n ', '\n[a]\n', '[b]\n', '%', '%(x)s', '%%', '#', ';', '-', '*'), fc.string());

it('whatever the text is, it is checks or a ReadError', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        read += readSechecker(`[a]\ncheck_type = ro_execs\n${pieces.join('')}`, 'x.ini').assertions.length;
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        expect(error.message).toMatch(/^x\.ini/);
      }
    }),
    OPTIONS,
  );
  expect(read).toBeGreaterThan(0);
});
