import { domainsPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { loadPolicyRules, policyBody, policyRule } from '../fixtures/policy-packs.ts';
import { evaluate } from './evaluate.ts';
import { fingerprint } from './fingerprint.ts';

const never = (source: string, permissions = 'write') => `{ assert: never, source: [${source}], target: [content], access: { file: [${permissions}] } }`;
const policy = domainsPolicy(`
allow start content:file read write
allow middle content:file write
allow domains program:file execute
`);

function judge(selinux: string, body = policyBody(policy), header = {}, changes = {}) {
  const { findings, rules, ruleErrors } = evaluate(body, loadPolicyRules({ 'a/b': policyRule(selinux, changes) }, header));
  return { verdict: rules[0]!.verdict, findings, errors: ruleErrors.map(({ message }) => message) };
}

describe('a rule about an SELinux policy', () => {
  it('passes when all of its assertions hold, and names the policy', () => {
    const { verdict, findings } = judge(`[${never('last')}, ${never('middle', 'read')}]`);
    expect(verdict).toBe('pass');
    expect(findings).toHaveLength(1);
    expect(findings[0]!.evidence).toMatchObject([{ fact: 'selinux.policy', path: 'sha256', value: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  it('fails for each subject, sorted, with the rules that prove it', () => {
    const { verdict, findings } = judge(`[${never('domains')}]`);
    expect(verdict).toBe('fail');
    expect(findings.map(({ subject, title }) => [subject, title])).toEqual([
      ['middle content:file', 'middle content:file: write is allowed'],
      ['start content:file', 'start content:file: write is allowed'],
    ]);
    expect(findings[1]!.fingerprint).toBe(fingerprint('se:a/b', 'start content:file'));
    expect(findings[1]!.evidence[0]).toMatchObject({
      fact: 'selinux.policy',
      path: 'rules',
      value: ['allow start content:file { read write };'],
      sources: [{ path: '/policy' }],
    });
  });

  it('what several assertions say of one subject is one finding', () => {
    const { findings } = judge(`[${never('start')}, ${never('start', 'read')}]`);
    expect(findings.map(({ title }) => title)).toEqual(['start content:file: write is allowed; read is allowed']);
  });

  it('shows names of a violation and lists', () => {
    const { findings } = judge(`[${never('start', 'write, read')}]`, undefined, undefined, {
      failTitle: '"{violation.source} to {violation.target}, {violation.class}: {violation.permissions}"',
    });
    expect(findings[0]!.title).toBe('start to content, file: read, write');
  });

  it('says why something is denied that should be allowed', () => {
    const { verdict, findings } = judge('[{ assert: can, source: [last], target: [content], access: { file: [read] } }]');
    expect(verdict).toBe('fail');
    expect(findings[0]!.evidence[0]).toMatchObject({ fact: 'selinux.policy', path: 'violation' });
  });

  it('may name sets of permissions of its pack', () => {
    const classMaps = { classMaps: '{ files: { change: { file: [write] } } }' };
    const assertion = '[{ assert: never, source: [start], target: [content], access: { files: change } }]';
    expect(judge(assertion, undefined, classMaps).verdict).toBe('fail');
    expect(judge(assertion)).toMatchObject({ verdict: 'unknown', findings: [{ reason: 'never: the policy has no class "files"; did you mean file?' }] });
  });

  it('does not pass when it names something that the policy does not have, and says what may be meant', () => {
    const { verdict, findings, errors } = judge(`[${never('strat')}]`);
    expect(verdict).toBe('unknown');
    expect(errors).toEqual([]);
    expect(findings[0]!.reason).toBe('never: the policy has no type or attribute "strat"; did you mean start?');
  });

  it('fails for what is found beside an assertion that cannot be decided', () => {
    const { verdict, findings } = judge(`[${never('strat')}, ${never('middle')}]`);
    expect(verdict).toBe('fail');
    expect(findings.map((finding) => finding.verdict)).toEqual(['unknown', 'fail']);
  });

  it('counts what is not listed', () => {
    const { findings } = judge('[{ assert: never, source: ["*"], target: ["*"], access: { file: [execute] } }]');
    expect(findings).toHaveLength(3);
  });
});

describe('evidence that is not whole', () => {
  it('a policy that facts do not carry along', () => {
    const { verdict, findings, errors } = judge(`[${never('last')}]`, { ...policyBody(policy), blobs: [] });
    expect([verdict, errors]).toEqual(['unknown', []]);
    expect(findings[0]!.reason).toBe('the facts do not carry /policy.31 along; collect them again from the image');
  });

  it('a policy that is cut', () => {
    const { verdict, findings, errors } = judge(`[${never('last')}]`, policyBody(policy.subarray(0, 100)));
    expect([verdict, errors]).toEqual(['unknown', []]);
    expect(findings[0]!.reason).toContain('policy');
  });

  it.each([
    ['absent', { state: 'absent' }, 'fail'],
    ['unreadable', { state: 'unreadable', error: { kind: 'format', structure: 'policy', message: 'damaged' } }, 'unknown'],
  ] as const)('a policy that is %s', (_, state, expected) => {
    const { facts, ...body } = policyBody(policy);
    const changed = { ...body, facts: [{ name: 'selinux.policy', sources: [], ...state }, facts[1]!] };
    expect(judge(`[${never('last')}]`, changed).verdict).toBe(expected);
  });
});

describe('neverallow statements of modules', () => {
  const facts = '{ policy: selinux.policy, modules: selinux.modules }';
  const declarations = '(class file (read write)) (type middle) (type content)';
  const hold = (modules: Record<string, string>) => judge('[{ assert: neverallows_hold }]', policyBody(policy, modules), {}, { facts });

  it('hold or do not', () => {
    expect(hold({ '/a': `${declarations} (neverallow middle content (file (read)))` }).verdict).toBe('pass');
    const { verdict, findings } = hold({ '/a': declarations, '/b': '(neverallow middle content (file (write)))' });
    expect([verdict, findings[0]!.subject]).toEqual(['fail', expect.stringContaining('middle content:file')]);
  });

  it('are unknown when a module cannot be read', () => {
    const { verdict, findings } = hold({ '/a': `${declarations} (neverallow middle` });
    expect(verdict).toBe('unknown');
    expect(findings[0]!.reason).toContain('/a');
  });
});

describe('labels of files', () => {
  const wrong = { path: '/usr/bin/x', kind: 'missing', expected: 'someone:object_r:content:s0' };
  const unreadable = { $unreadable: { kind: 'format', structure: 'inode', message: 'the inode is damaged' } };
  const labels = (...differences: readonly object[]) =>
    judge(
      '[{ assert: labels }]',
      policyBody(policy, {}, { 'selinux.labels': { differences, omitted: [] } }),
      {},
      { facts: '{ policy: selinux.policy, labels: selinux.labels }' },
    );
  const executables = (...groups: readonly object[]) =>
    judge(
      "[{ assert: file_label, paths: { '/usr/bin/*': program } }]",
      policyBody(policy, {}, { 'selinux.executables': { executables: groups } }),
      {},
      {
        facts: '{ policy: selinux.policy, executables: selinux.executables }',
      },
    );

  it('against file_contexts: they pass, fail, and are unknown when one could not be read', () => {
    expect(labels().verdict).toBe('pass');
    const { verdict, findings } = labels(wrong, unreadable);
    expect([verdict, findings[0]!.subject]).toEqual(['fail', '/usr/bin/x']);
    expect(findings[0]!.evidence[0]).toMatchObject({ fact: 'selinux.labels' });
    const unknown = labels(unreadable);
    expect([unknown.verdict, unknown.errors]).toEqual(['unknown', []]);
    expect(unknown.findings[0]!.reason).toContain('labels: nothing that was read violates it, but of 1 files');
  });

  it('against types that are expected', () => {
    const program = { label: 'someone:object_r:program:s0', paths: ['/usr/bin/x'] };
    expect(executables(program).verdict).toBe('pass');
    expect(executables(program, { paths: ['/usr/bin/y'] }).findings.map(({ subject }) => subject)).toEqual(['/usr/bin/y']);
    expect(executables(program, unreadable).verdict).toBe('unknown');
  });
});
