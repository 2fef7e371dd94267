import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compiledVersions, debianPolicy, describeOracle, everyStatementPolicy, smallPolicy, toolPath, toolsFor, writePolicy } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RuleQuery, rangeTransitionText, roleAllowText, roleTransitionText, searchText } from './index.ts';

const MINUTE = 60_000;
const MAX_OUTPUT = 256 * 1024 * 1024;

/** Python sorts what has one text by something else; both sides are sorted here. */
function sesearch(path: string, ...args: readonly string[]): string[] {
  const options = { encoding: 'utf8', maxBuffer: MAX_OUTPUT, timeout: MINUTE } as const;
  const lines = execFileSync(toolPath('sesearch')!, [...args, path], { ...options, stdio: ['ignore', 'pipe', 'ignore'] }).split('\n');
  return lines.filter((line) => line !== '').sort();
}

const load = (path: string) => parseSelinuxPolicy(readFileSync(path));

const TEN_MINUTES = 600_000;
const ALL_KINDS = ['-A', '--auditallow', '--dontaudit', '--auditallowxperm', '--dontauditxperm', '-T', '--type_change', '--type_member', '--range_trans'];

/** Where secilc writes such rules from a later version on; role transitions below 26 are in the small policy. */
const FIRST_VERSIONS = [
  { from: 30, kinds: /xperm$/ },
  { from: 26, kinds: /^role_transition$/ },
];

const KINDS: readonly (readonly [kind: string, ours: (policy: SelinuxPolicy) => string[]])[] = [
  ['allow', (policy) => searchText(policy, { kinds: ['allow'] })],
  ['auditallow', (policy) => searchText(policy, { kinds: ['auditallow'] })],
  ['dontaudit', (policy) => searchText(policy, { kinds: ['dontaudit'] })],
  ['allowxperm', (policy) => searchText(policy, { kinds: ['allowxperm'] })],
  ['auditallowxperm', (policy) => searchText(policy, { kinds: ['auditallowxperm'] })],
  ['dontauditxperm', (policy) => searchText(policy, { kinds: ['dontauditxperm'] })],
  ['type_transition', (policy) => searchText(policy, { kinds: ['type_transition'] })],
  ['type_change', (policy) => searchText(policy, { kinds: ['type_change'] })],
  ['type_member', (policy) => searchText(policy, { kinds: ['type_member'] })],
  ['role allow', (policy) => roleAllowText(policy, {})],
  ['role_transition', (policy) => roleTransitionText(policy, {})],
  ['range_transition', (policy) => rangeTransitionText(policy, {})],
];

/** Every rule of a policy by kind, from two runs. */
function rulesByKind(path: string): ReadonlyMap<string, string[]> {
  const lines = [...sesearch(path, ...ALL_KINDS), ...sesearch(path, '--role_allow', '--role_trans')];
  return Map.groupBy(lines, (line) => {
    const kind = line.slice(0, line.indexOf(' '));
    return kind === 'allow' && !line.includes(':') ? 'role allow' : kind;
  });
}

describeOracle('SELinux rules against sesearch', toolsFor('secilc', 'sesearch', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  describe.each(compiledVersions)('every kind of statement, compiled for version %i', (version) => {
    let policy: SelinuxPolicy;
    let theirs: ReadonlyMap<string, string[]>;
    beforeAll(async () => {
      const path = await everyStatementPolicy(version);
      policy = load(path);
      theirs = rulesByKind(path);
    }, TEN_MINUTES);

    it.each(KINDS)('%s', (kind, ours) => {
      const lines = ours(policy);
      expect(lines).toEqual(theirs.get(kind) ?? []);
      const { from = 24 } = FIRST_VERSIONS.find(({ kinds }) => kinds.test(kind)) ?? {};
      if (version >= from) expect(lines.length).toBeGreaterThan(0);
    });
  });

  describe.each(compiledVersions)('the small policy that testkit writes, version %i', (version) => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'staticfire-policy-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('is read alike', () => {
      const rules = smallPolicy.rules.filter(({ xperms }) => version >= 30 || xperms === undefined);
      const path = join(folder, 'policy');
      writeFileSync(path, writePolicy({ ...smallPolicy, version, rules }));
      const policy = load(path);
      const theirs = rulesByKind(path);
      for (const [kind, ours] of KINDS) expect(ours(policy), kind).toEqual(theirs.get(kind) ?? []);
      expect(theirs.get('role_transition')).toHaveLength(1);
    });
  });

  describe.each(['default', 'mls'] as const)("Debian's policy %s", (flavour) => {
    let path: string;
    let policy: SelinuxPolicy;
    let theirs: ReadonlyMap<string, string[]>;
    beforeAll(async () => {
      path = await debianPolicy(flavour);
      policy = load(path);
      theirs = rulesByKind(path);
    }, TEN_MINUTES);

    it.each(KINDS)('%s', (kind, ours) => {
      const lines = ours(policy);
      const expected = theirs.get(kind) ?? [];
      // Not toEqual: a difference in 100 000 lines would be printed for minutes.
      expect([lines.length, lines.find((line, index) => line !== expected[index])]).toEqual([expected.length, undefined]);
    });

    it('has what is to be compared', () => {
      expect(policy.rules.count).toBeGreaterThan(100_000);
      expect(policy.conditionals.length).toBeGreaterThan(300);
    });

    const ALLOW = ['allow', 'allowxperm'] as const;
    it.each<[string[], Omit<RuleQuery, 'kinds'> & Partial<Pick<RuleQuery, 'kinds'>>]>([
      [['-A', '-s', 'httpd_t'], { source: 'httpd_t' }],
      [['-A', '-s', 'httpd_t', '-ds'], { source: 'httpd_t', sourceDirect: true }],
      [['-A', '-s', 'domain', '-c', 'process'], { source: 'domain', classes: ['process'] }],
      [['-A', '-s', 'domain', '-ds'], { source: 'domain', sourceDirect: true }],
      [['-A', '-t', 'shadow_t', '-c', 'file', '-p', 'read'], { target: 'shadow_t', classes: ['file'], permissions: ['read'] }],
      [['-A', '-t', 'file_type', '-dt'], { target: 'file_type', targetDirect: true }],
      [['-A', '-s', 'httpd_t', '-t', 'httpd_sys_content_t', '-c', 'file'], { source: 'httpd_t', target: 'httpd_sys_content_t', classes: ['file'] }],
      [['-A', '-c', 'file,dir', '-p', 'relabelto'], { classes: ['file', 'dir'], permissions: ['relabelto'] }],
      [['-A', '-p', 'execmem,load_policy'], { permissions: ['execmem', 'load_policy'] }],
      [['-A', '-b', 'httpd_enable_cgi'], { booleans: ['httpd_enable_cgi'] }],
      [['-A', '-s', 'httpd_t', '-b', 'httpd_unified,allow_ypbind'], { source: 'httpd_t', booleans: ['httpd_unified', 'allow_ypbind'] }],
      [['-T', '-s', 'init_t'], { kinds: ['type_transition'], source: 'init_t' }],
      [['-T', '-D', 'unconfined_t'], { kinds: ['type_transition'], newType: 'unconfined_t' }],
      [['-T', '-t', 'tmp_t', '-c', 'dir'], { kinds: ['type_transition'], target: 'tmp_t', classes: ['dir'] }],
      [['--dontaudit', '-t', 'shadow_t'], { kinds: ['dontaudit'], target: 'shadow_t' }],
    ])('sesearch %j', (args, query) => {
      const lines = searchText(policy, { kinds: ALLOW, ...query });
      expect(lines).toEqual(sesearch(path, ...args));
      expect(lines.length).toBeGreaterThan(0);
    });

    it.each([
      [
        ['--role_trans', '-s', 'sysadm_r', '-t', 'NetworkManager_initrc_exec_t'],
        (each: SelinuxPolicy) => roleTransitionText(each, { source: 'sysadm_r', target: 'NetworkManager_initrc_exec_t' }),
      ],
      [['--role_allow', '-s', 'sysadm_r'], (each: SelinuxPolicy) => roleAllowText(each, { source: 'sysadm_r' })],
      [['--range_trans', '-s', 'crond_t'], (each: SelinuxPolicy) => rangeTransitionText(each, { source: 'crond_t' })],
    ] as const)('sesearch %j', (args, ours) => {
      const lines = ours(policy);
      expect(lines).toEqual(sesearch(path, ...args));
      expect(lines.length).toBeGreaterThan(0);
    });
  });
});
