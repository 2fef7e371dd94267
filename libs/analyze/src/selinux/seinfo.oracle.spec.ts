import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, type SecurityContext, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compiledVersions, debianPolicy, describeOracle, everyStatementPolicy, toolPath, toolsFor } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { listOf, seinfoListings } from './fixtures/seinfo-listings.ts';
import { seinfoStatistics } from './fixtures/seinfo-statistics.ts';
import { contextText } from './index.ts';

const MINUTE = 60_000;
const TEN_MINUTES = 600_000;

/** Counts and statements of a policy. */
function seinfo(path: string): string {
  const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: MINUTE } as const;
  return execFileSync(toolPath('seinfo')!, [path, '--all', '-x'], { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Statements of one section, sorted, blanks folded, names in braces sorted, without semicolons; lines of members belong to the statement before them. */
function statements(text: string, section: string): string[] {
  const lines = text
    .slice(text.indexOf(`\n${section}: `) + 1)
    .split('\n\n')[0]!
    .split('\n')
    .slice(1);
  const joined = lines.join('\n').replaceAll('\n\t', ' ').split('\n');
  return joined
    .filter((line) => line !== '')
    .map((line) =>
      line
        .replaceAll(';', '')
        .trim()
        .replace(/ +/g, ' ')
        .replace(/\{ ([^}]+) \}/, (_, names: string) => listOf(names.split(' '))),
    )
    .sort();
}

describeOracle('SELinux policies against seinfo', toolsFor('secilc', 'seinfo', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const policies: readonly (readonly [string, () => Promise<string>])[] = [
    ...compiledVersions.map((version) => [`every statement, version ${version}`, () => everyStatementPolicy(version)] as const),
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
      expect(pairs.length).toBeGreaterThan(35);
      expect(seinfoStatistics(policy)).toEqual(Object.fromEntries(pairs));
    });

    it.each(seinfoListings)('lists %s', (section, ours) => {
      const text = (context: SecurityContext) => contextText(context, policy, ' - ');
      expect(ours(policy, text).sort()).toEqual(statements(theirs, section));
    });
  });
});
