import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScanResult } from '@staticfire/findings';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const RULE = `title: The boot loader has few entries
failTitle: "{size(loader.entries)} entries, {params.most} allowed"
severity: high
securitySeverity: 7.5
rationale: Somebody might choose another one.
remediation: Leave one.
references: {}
facts: { loader: boot.loader }
whenAbsent: fail
assert: size(loader.entries) <= params.most && loader.default.re2("^[0-9]+$")
cases:
  - { name: stock, given: { loader: { entries: [] } }, expect: pass }
  - { name: none allowed, parameters: { most: -1 }, expect: fail }
  - { name: damaged, given: { loader: { $unreadable: x } }, expect: unknown }
  - { name: absent, given: { loader: { $absent: true } }, expect: fail }
`;
const OWN = {
  'pack.yaml':
    'id: own\nversion: 1.0.0\ntitle: Our house rules\nsource: ours\nlicence: Apache-2.0\neras: all\nrequires: [baseline]\nparameters: { most: { description: d, type: int, default: 1 } }\n',
  'rules/boot/entries.yaml': RULE,
  'controls.yaml': `controls:
  - { id: "1.1", title: One entry, level: 1, mode: automated, rules: [own:boot/entries, baseline:boot/single-entry] }
  - { id: "1.2", title: No shell, level: 2, rules: [baseline:files/no-shell] }
  - { id: "1.10", title: Firewall, level: 1, status: runtime-only, reason: only a running host has rules }
`,
  'profiles/level-1.yaml': 'title: Level 1\ncontrols: { levels: [1] }\n',
};

describe('policies from the command line, on saved facts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-policies-'));
  const at = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(join(at(name), '..'), { recursive: true });
    writeFileSync(at(name), text);
  };
  beforeAll(async () => {
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), at('demo.img'));
    expect((await runStaticfire(['collect', at('demo.img'), '--output', at('facts.json'), '--quiet'])).exitCode).toBe(0);
    for (const [name, text] of Object.entries(OWN)) write(`own/${name}`, text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const evaluate = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runStaticfire(['evaluate', at('facts.json'), ...args], { env, cwd: folder });
  async function resultOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ScanResult> {
    const run = await evaluate([...args, '--format', 'json'], env);
    const result = JSON.parse(run.stdout) as ScanResult;
    expect(run.exitCode).toBe(result.gate.exitCode);
    return result;
  }
  const statuses = ({ controls }: ScanResult) => Object.fromEntries(controls.flatMap(({ packId, id, status }) => (packId === 'own' ? [[id, status]] : [])));

  it('a pack of the user is judged beside the shipped ones, twice with the same bytes', async () => {
    const result = await resultOf(['--pack', 'own']);
    expect(result.packs.map(({ id }) => id)).toEqual([
      'baseline',
      'cis-bottlerocket-1.0',
      'cis-kubernetes-worker',
      'fips-140-3',
      'kernel-hardening',
      'own',
      'pci-dss-4.0.1',
      'selinux',
    ]);
    expect(result.rules.find(({ id }) => id === 'own:boot/entries')).toMatchObject({ verdict: 'pass', decided: 'image' });
    expect(statuses(result)).toEqual({ '1.1': 'pass', '1.2': 'pass', '1.10': 'runtime-only' });
    expect(result.ruleErrors).toEqual([]);
    expect(await resultOf(['--pack', 'own'])).toEqual(result);
  });

  it('a profile judges its rules and shows its controls', async () => {
    const result = await resultOf(['--pack', 'own', '--profile', 'own/level-1']);
    expect(result).toMatchObject({ profiles: ['own/level-1'], counts: { pass: 2, fail: 0 } });
    expect(statuses(result)).toEqual({ '1.1': 'pass', '1.10': 'runtime-only' });
  });

  it('a profile that is not there: exit 2, and which there are', async () => {
    const run = await evaluate(['--pack', 'own', '--profile', 'own/level-2']);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/there is no profile own\/level-2; did you mean own\/level-1\?; there are .*own\/level-1 \(Level 1\)/);
  });

  it('a tailoring deselects visibly, sets parameters, and is never a pass', async () => {
    write(
      'staticfire.yaml',
      'packs: [own]\nrules: { baseline:files/no-shell: { deselect: ticket 4711 } }\nparameters: { own: { most: 0 } }\nattestations: said.yaml\n',
    );
    write('said.yaml', 'attestations:\n  - { control: own/1.10, statement: filtered, who: Ada, when: 2000-01-01, validUntil: 2999-01-01 }\n');
    const result = await resultOf([]);
    expect(result.deselected).toMatchObject([{ kind: 'rule', id: 'baseline:files/no-shell', reason: 'ticket 4711' }]);
    expect(result.rules.some(({ id }) => id === 'baseline:files/no-shell')).toBe(false);
    expect(statuses(result)).toEqual({ '1.1': 'fail', '1.2': 'partial', '1.10': 'attested' });
    expect(result.gate).toMatchObject({ exitCode: 1, failing: ['own:boot/entries'] });
    const { stdout } = await evaluate([]);
    for (const text of ['1 entries, 0 allowed', 'DESELECTED  1 rule', 'ticket 4711', 'Ada, 2000-01-01, until 2999-01-01: filtered'])
      expect(stdout).toContain(text);
    write('said.yaml', 'attestations:\n  - { control: own/1.10, statement: filtered, who: Ada, when: 2000-01-01, validUntil: 2001-01-01 }\n');
    expect(statuses(await resultOf([]))['1.10']).toBe('runtime-only');
    expect((await evaluate([])).stdout).toContain('expired on 2001-01-01 and counts as none');
  });

  it('flags come before the environment, that before the file', async () => {
    write('strict/staticfire.yaml', 'failOn: low\n');
    const thresholds = [
      await resultOf(['--config', 'strict/staticfire.yaml']),
      await resultOf(['--config', 'strict/staticfire.yaml'], { STATICFIRE_FAIL_ON: 'critical' }),
      await resultOf(['--config', 'strict/staticfire.yaml', '--fail-on', 'none'], { STATICFIRE_FAIL_ON: 'critical' }),
    ];
    expect(thresholds.map(({ gate }) => gate.failOn)).toEqual(['low', 'critical', 'none']);
    expect((await evaluate(['--config', 'strict/staticfire.yaml'], { STATICFIRE_FAIL_ON: 'urgent' })).exitCode).toBe(2);
  });

  it('everything that is wrong is told with its place before the image is opened', async () => {
    cpSync(at('own'), at('broken'), { recursive: true });
    write('broken/rules/boot/entries.yaml', RULE.replace('loader.default.re2', 'loader.default.matches'));
    write('broken/rules/boot/typo.yaml', RULE.replace('size(loader.entries) <=', 'has(loader.nope) && 1 <='));
    write('broken/controls.yaml', 'controls:\n  - { id: "1", title: t, rules: [baseline:boot/single-entri] }\n');
    write('wrong.yaml', 'rules: { baseline:files/no-shell: { deselect: } }\n');
    const run = await runStaticfire(['scan', at('no-such.img'), '--quiet', '--pack', 'broken', '--config', 'wrong.yaml'], { cwd: folder });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    for (const line of [
      /broken\/rules\/boot\/entries\.yaml:10:\d+: 'matches' is not offered.*write re2/,
      /broken\/rules\/boot\/typo\.yaml:10:\d+: .*nope/,
      /broken\/controls\.yaml:2:\d+: there is no rule baseline:boot\/single-entri; did you mean baseline:boot\/single-entry\?/,
      /wrong\.yaml:1:47: a reason is needed, for example: /,
    ]) {
      expect(run.stderr).toMatch(line);
    }
  });

  it('a rule that raises while it runs is unknown, and a bug of the rule', async () => {
    cpSync(at('own'), at('raising'), { recursive: true });
    write('raising/rules/boot/entries.yaml', RULE.replace('loader.default.re2', '1 / (size(loader.entries) - 1) == 1 && loader.default.re2'));
    const result = await resultOf(['--pack', 'raising', '--config', 'strict/staticfire.yaml']);
    expect(result.rules.find(({ id }) => id === 'own:boot/entries')?.verdict).toBe('unknown');
    expect(result.ruleErrors).toEqual([{ ruleId: 'own:boot/entries', message: expect.stringMatching(/zero/) }]);
    expect(statuses(result)['1.1']).toBe('unknown');
  });

  it('init writes a file that changes nothing, and never overwrites one', async () => {
    const init = () => runStaticfire(['init', 'fresh.yaml'], { cwd: folder });
    expect((await init()).exitCode).toBe(0);
    const text = readFileSync(at('fresh.yaml'), 'utf8');
    expect(await init()).toMatchObject({ exitCode: 2, stderr: 'staticfire: fresh.yaml is there already; it is never overwritten\n' });
    expect(readFileSync(at('fresh.yaml'), 'utf8')).toBe(text);
    expect((await evaluate(['--config', 'fresh.yaml'])).exitCode).toBe(0);
  });
});
