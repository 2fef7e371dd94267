import { parseSelinuxPolicy, ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy, smallPolicy, writePolicy } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { AccessRow, activeBranches, decideAccess, denialText, findAccess, isActive } from './access/index.ts';
import { contextOf } from './contexts/index.ts';
import { comparePolicies } from './difference/index.ts';
import { flips, parseFlipped } from './fixtures/flipped-policy.ts';
import { InformationFlow } from './flow/index.ts';
import { listStatements, policyCounts, statementKinds } from './info/index.ts';
import { DomainTransitions, transitionText } from './transitions/index.ts';

const DOMAINS = `
allow domains program:file execute entrypoint
allow domains domains:process transition setexec dyntransition setcurrent
transition start program middle
 allow last content:file read write
`;
const policies = [writePolicy(smallPolicy), writePolicy({ ...smallPolicy, version: 34 }), domainsPolicy(DOMAINS)];
const originals = policies.map((bytes) => parseSelinuxPolicy(bytes));

/** Access found rule by rule is access found row by row, and what the decision starts from. */
function checkAccess(policy: SelinuxPolicy): void {
  const branches = activeBranches(policy, 'default');
  const row = new AccessRow(policy, ruleKinds.allow, (rule) => isActive(branches, policy.rules.conditional[rule]!));
  const found = findAccess(policy, { conditions: 'default' });
  for (const { source, target, tclass, permissions } of found) {
    row.fill(source);
    expect(row.cells.at(target, tclass)).toBe(permissions);
  }
  for (const { context } of policy.objectContexts.initialSids) {
    for (const tclass of policy.classes.records) {
      const pair = { source: contextOf(context), target: contextOf(context), tclass };
      const { allowed, denials } = decideAccess(policy, pair, branches);
      const denied = denials.reduce((vector, denial) => (vector | denial.permissions) >>> 0, 0);
      expect(allowed & denied).toBe(0);
      for (const denial of denials) expect(denialText(policy, pair, denial)).not.toContain('undefined');
    }
  }
}

const damaged = fc.tuple(fc.nat({ max: policies.length - 1 }), flips);

fuzzDecoder('policy-analysis', ['smallPolicy', 'smallPolicy of version 34', 'domainsPolicy']).property(
  'whatever the reader takes can be analysed',
  damaged,
  ([which, changes]) => {
    const policy = parseFlipped(policies[which]!, changes);
    if (policy === undefined) return 'refused';
    checkAccess(policy);
    for (const transition of new DomainTransitions(policy).all()) expect(transitionText(policy, transition).rules.length).toBeGreaterThan(0);
    const flow = new InformationFlow(policy);
    for (const { value } of policy.types.records) for (const each of flow.from(value)) expect(flow.rulesOf(each).length).toBeGreaterThan(0);
    const lines = statementKinds.flatMap((kind) => listStatements(policy, kind));
    for (const line of lines) expect(line).not.toContain('undefined');
    expect(policyCounts(policy).get('Classes')).toBe(policy.classes.records.length);
    expect(comparePolicies(policy, policy)).toEqual([]);
    const there = comparePolicies(originals[which]!, policy).map(({ added, removed, modified }) => [added.length, removed.length, modified.length]);
    const back = comparePolicies(policy, originals[which]!).map(({ added, removed, modified }) => [removed.length, added.length, modified.length]);
    expect(there).toEqual(back);
    return 'analysed';
  },
  { outcomes: ['analysed', 'refused'] },
);
