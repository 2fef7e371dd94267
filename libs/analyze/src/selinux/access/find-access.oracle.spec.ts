import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, compiledPolicy, debianPolicy, describeOracle, everyStatementPolicy, setoolsAnswers, toolsFor } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccessRow, activeBranches, findAccess, isActive } from './index.ts';

const SAMPLES = ['shadow_t', 'init_t', 'unlabeled_t', 'httpd_sys_content_t'];
const CONDITIONS = ['any', 'default'] as const;

interface Triple {
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  readonly permissions: number;
}

/** As setools-answers.py has it. */
function line({ types, classes }: SelinuxPolicy, { source, target, tclass, permissions }: Triple): string {
  const names = classes.at(tclass)!.permissionNames.filter((name, bit) => name !== undefined && ((permissions >>> bit) & 1) === 1);
  return `${types.nameOf(source)} ${types.nameOf(target)} ${classes.nameOf(tclass)} ${names.sort().join(',')}`;
}

function matrix(policy: SelinuxPolicy, conditions: (typeof CONDITIONS)[number]): string[] {
  const branches = activeBranches(policy, conditions);
  const row = new AccessRow(policy, ruleKinds.allow, (rule) => isActive(branches, policy.rules.conditional[rule]!));
  const lines: string[] = [];
  for (const { value: source, isAlias, isAttribute } of policy.types.records) {
    if (isAlias || isAttribute) continue;
    row.fill(source);
    row.cells.forEach((target, tclass, permissions) => void lines.push(line(policy, { source, target, tclass, permissions })));
  }
  return lines.sort();
}

/** Not toEqual: a difference in a million lines would be printed for minutes. */
function expectSame(ours: readonly string[], theirs: readonly string[]): void {
  expect([ours.length, ours.find((each, index) => each !== theirs[index])]).toEqual([theirs.length, undefined]);
}

describeOracle('expanded access against setools', toolsFor('/usr/bin/python3', 'sesearch', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const small: readonly (readonly [string, () => Promise<string>])[] = [
    ['every statement', () => everyStatementPolicy(33)],
    ["the lab's policy", () => compiledPolicy(bottlerocketPolicy('', { era: '2026' }))],
  ];

  describe.each(small)('%s', (_, build) => {
    it.each(CONDITIONS)('every pair of types, conditions %s', async (conditions) => {
      const path = await build();
      const policy = parseSelinuxPolicy(readFileSync(path));
      const theirs = await setoolsAnswers('access', path, conditions);
      expect(theirs.length).toBeGreaterThan(20);
      expectSame(matrix(policy, conditions), theirs);
      expectSame(
        findAccess(policy, { conditions })
          .map((each) => line(policy, each))
          .sort(),
        theirs,
      );
    });
  });

  describe.each(['default', 'mls'] as const)("Debian's policy %s", (flavour) => {
    let path: string;
    let policy: SelinuxPolicy;
    beforeAll(async () => {
      path = await debianPolicy(flavour);
      policy = parseSelinuxPolicy(readFileSync(path));
    });

    it.each(CONDITIONS)('who can do what to, and what can, some types, conditions %s', async (conditions) => {
      const found = SAMPLES.flatMap((name) => [...findAccess(policy, { source: name, conditions }), ...findAccess(policy, { target: name, conditions })]);
      expectSame([...new Set(found.map((each) => line(policy, each)))].sort(), await setoolsAnswers('access', path, conditions, ...SAMPLES));
    });
  });
});
