import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import {
  bottlerocketPolicy,
  compiledPolicy,
  compiledVersions,
  debianPolicy,
  describeOracle,
  everyStatementPolicy,
  toolPath,
  toolsFor,
} from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { listStatements, policyCounts, type StatementKind, statementKinds } from './index.ts';

const MINUTE = 60_000;
const TEN_MINUTES = 600_000;
/** No kernel policy has them. */
const NEVER = ['Neverallow', 'Neverallowxperm'];

/** Titles of `seinfo --all`. */
const SECTIONS: Readonly<Record<StatementKind, string>> = {
  type: 'Types',
  attribute: 'Type Attributes',
  role: 'Roles',
  user: 'Users',
  permissive: 'Permissive Types',
  typebounds: 'Typebounds',
  sensitivity: 'Sensitivities',
  category: 'Categories',
  bool: 'Booleans',
  common: 'Commons',
  class: 'Classes',
  polcap: 'Polcap',
  default: 'Default rules',
  initialsid: 'Initial SIDs',
  fs_use: 'Fs_use',
  genfscon: 'Genfscon',
  portcon: 'Portcon',
  netifcon: 'Netifcon',
  nodecon: 'Nodecon',
  ibpkeycon: 'Ibpkeycon',
  ibendportcon: 'Ibendportcon',
  constrain: 'Constraints',
  validatetrans: 'Validatetrans',
};

function seinfo(path: string): string {
  return execFileSync(toolPath('seinfo')!, [path, '--all', '-x'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: MINUTE,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** The statements of a section, each with the lines of its members, sorted. */
function statements(text: string, kind: StatementKind): string[] {
  const blocks = text.split(/\n(?=[A-Z][\w ]*: \d+(?:\n|$))/);
  const block = blocks.find((each) => each.startsWith(`${SECTIONS[kind]}: `))!;
  const found = block.split(/\n {3}(?=\S)/).slice(1);
  if (kind === 'permissive') return found.map((line) => sortedWords(line.replace(/^type ([^\s,;]+).*/, 'permissive $1'))).sort();
  return found.map((line) => sortedWords(line.replace('<empty attribute>', ''))).sort();
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

describeOracle('counts and listings against seinfo', toolsFor('seinfo', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const policies: readonly (readonly [string, () => Promise<string>])[] = [
    ...compiledVersions.map((version) => [`every statement, version ${version}`, () => everyStatementPolicy(version)] as const),
    // setools of Debian 12 ends when it comes to a capability of the other era.
    ["the lab's policy", () => compiledPolicy(bottlerocketPolicy('', { era: 'classic' }))],
    ["Debian's policy default", () => debianPolicy('default')],
    ["Debian's policy mls", () => debianPolicy('mls')],
  ];

  describe.each(policies)('%s', (_, build) => {
    let policy: SelinuxPolicy;
    let theirs: string;
    beforeAll(async () => {
      const path = await build();
      policy = parseSelinuxPolicy(readFileSync(path));
      theirs = seinfo(path);
    }, TEN_MINUTES);

    it('counts alike', () => {
      const pairs = [...theirs.matchAll(/ {2}(\w[\w. ]*): +(\d+)/g)].map(([, name, count]): [string, number] => [name!.trim(), Number(count)]);
      expect(Object.fromEntries(policyCounts(policy))).toEqual(Object.fromEntries(pairs.filter(([name]) => !NEVER.includes(name))));
    });

    it.each(statementKinds)('lists %s', (kind) => {
      expect(listStatements(policy, kind).map(sortedWords).sort()).toEqual(statements(theirs, kind));
    });
  });
});
