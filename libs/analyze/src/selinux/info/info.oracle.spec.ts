import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compiledPolicy, debianPolicy, describeOracle, everyStatementPolicy, labPolicy, toolPath, toolsFor } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { listStatements, policyCounts, type StatementKind } from './index.ts';

const MINUTE = 60_000;
/** No kernel policy has them. */
const NEVER = ['Neverallow', 'Neverallowxperm'];

function seinfo(path: string, ...args: readonly string[]): string {
  return execFileSync(toolPath('seinfo')!, [path, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: MINUTE,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** One line for each statement, with those of its members behind it, sorted. */
function statements(path: string, option: string): string[] {
  const body = seinfo(path, '-x', option)
    .split(/\n {3}(?=\S)/)
    .slice(1);
  return body.map((text) => sortedWords(text.replace('<empty attribute>', ''))).sort();
}

/**
 * What says the same, whatever the blanks, semicolons, commas, parentheses and braces, and in whatever order members are listed; constraint-text.spec.ts
 * looks at parentheses.
 */
function sortedWords(text: string): string {
  const words = text.replace(/, |[;{}()]/g, ' ').split(/\s+/);
  return words
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

const ALIKE: readonly (readonly [StatementKind, option: string])[] = [
  ['type', '--type'],
  ['attribute', '--attribute'],
  ['user', '--user'],
  ['role', '--role'],
  ['bool', '--bool'],
  ['sensitivity', '--sensitivity'],
  ['category', '--category'],
  ['common', '--common'],
  ['class', '--class'],
  ['polcap', '--polcap'],
  ['typebounds', '--typebounds'],
  ['default', '--default'],
  ['initialsid', '--initialsid'],
  ['fs_use', '--fs_use'],
  ['genfscon', '--genfscon'],
  ['portcon', '--portcon'],
  ['netifcon', '--netifcon'],
  ['nodecon', '--nodecon'],
  ['constrain', '--constrain'],
  ['validatetrans', '--validatetrans'],
];

describeOracle('counts and listings against seinfo', toolsFor('seinfo', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const policies: readonly (readonly [string, () => Promise<string>])[] = [
    ['every statement, version 28', () => everyStatementPolicy(28)],
    ['every statement, version 33', () => everyStatementPolicy(33)],
    ["the lab's policy", () => compiledPolicy(labPolicy())],
    ["Debian's policy default", () => debianPolicy('default')],
    ["Debian's policy mls", () => debianPolicy('mls')],
  ];

  describe.each(policies)('%s', (_, build) => {
    let path: string;
    let policy: SelinuxPolicy;
    beforeAll(async () => {
      path = await build();
      policy = parseSelinuxPolicy(readFileSync(path));
    });

    it('counts alike', () => {
      const pairs = [...seinfo(path).matchAll(/ {2}(\w[\w. ]*): +(\d+)/g)].map(([, name, count]): [string, number] => [name!.trim(), Number(count)]);
      expect(Object.fromEntries(policyCounts(policy))).toEqual(Object.fromEntries(pairs.filter(([name]) => !NEVER.includes(name))));
    });

    it.each(ALIKE)('lists %s', (kind, option) => {
      expect(listStatements(policy, kind).map(sortedWords).sort()).toEqual(statements(path, option));
    });
  });
});
