import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScanResult } from '@staticfire/findings';
import { labVerdicts, runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Rules that the demo image fails; the others are left out here. */
const FAILING = [
  'baseline:modules/sctp',
  'baseline:modules/udf',
  'baseline:sysctl/accept-redirects',
  'baseline:sysctl/log-martians',
  'baseline:sysctl/secure-redirects',
  'baseline:sysctl/send-redirects',
];
const OTHERS = Object.entries(labVerdicts.demo).flatMap(([id, verdict]) => (verdict === 'fail' && !FAILING.includes(id) ? [id] : []));
const TODAY = new Date().toISOString().slice(0, 10);
const REDIRECTS = ['net.ipv4.conf.default', 'net.ipv6.conf.all', 'net.ipv6.conf.default'].map((name) => `${name}.accept_redirects`);

const waiver = (rule: string, expires: string, more = '') => `  - { rule: ${rule}, reason: the demo is a demo, owner: Ada${more}, expires: ${expires} }\n`;
const waivers = (...entries: readonly string[]) => `failOn: low\nwaivers:\n${entries.join('')}`;
const waiveAll = (rules: readonly string[]) => rules.map((rule) => waiver(rule, '2999-12-31'));

describe('waivers, on an image and on its facts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-waivers-'));
  const at = (name: string) => join(folder, name);
  const scan = (...args: readonly string[]) => runStaticfire(['scan', 'demo.img', '--quiet', ...args], { cwd: folder });
  const evaluate = (...args: readonly string[]) => runStaticfire(['evaluate', 'facts.json', ...args], { cwd: folder });
  const tailor = (text: string, deselected: readonly string[] = OTHERS) =>
    writeFileSync(at('staticfire.yaml'), `${text}rules:\n${deselected.map((id) => `  ${id}: { deselect: ticket 4711 }\n`).join('')}`);
  async function resultOf(run: Promise<{ readonly stdout: string; readonly exitCode: number | null }>): Promise<ScanResult> {
    const { stdout, exitCode } = await run;
    const result = JSON.parse(stdout) as ScanResult;
    expect(exitCode).toBe(result.gate.exitCode);
    return result;
  }
  beforeAll(async () => {
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), at('demo.img'));
    expect((await runStaticfire(['collect', at('demo.img'), '--output', at('facts.json'), '--quiet'])).exitCode).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('without one the gate fails on every failing rule', async () => {
    tailor('failOn: low\n');
    const { gate, waivers: none, day } = await resultOf(scan('--format', 'json'));
    expect(gate).toMatchObject({ exitCode: 1, failing: FAILING, unknown: [], waived: [] });
    expect({ none, day }).toEqual({ none: [], day: TODAY });
  });

  it('with one about each failing rule it passes; verdicts, counts and controls stay', async () => {
    tailor('failOn: low\n');
    const before = await resultOf(evaluate('--format', 'json'));
    tailor(waivers(...waiveAll(FAILING)));
    const after = await resultOf(scan('--format', 'json'));
    expect(after.gate).toMatchObject({ exitCode: 0, failing: [], unknown: [], waived: FAILING });
    expect(after.day).toBe(TODAY);
    expect(after.waivers.map(({ state, matches }) => [state, matches])).toEqual([1, 1, 3, 2, 2, 2].map((matches) => ['valid', matches]));
    expect(after.waivers[2]?.place).toEqual({ path: 'staticfire.yaml', line: 5 });
    const { rules, counts, controls } = after;
    expect({ rules, counts, controls }).toEqual({ rules: before.rules, counts: before.counts, controls: before.controls });
    expect(await resultOf(evaluate('--format', 'json'))).toMatchObject({ gate: after.gate, waivers: after.waivers, findings: after.findings });
  });

  it('the report shows each of them', async () => {
    tailor(waivers(...waiveAll(FAILING)));
    for (const { exitCode, stdout } of [await scan(), await evaluate()]) {
      expect(exitCode).toBe(0);
      expect(stdout).toContain('6 rules of severity low or above failed and are waived');
      expect(stdout).toContain('FAIL  6 rules, 11 findings, 11 of them waived');
      for (const rule of FAILING) expect(stdout).toMatch(new RegExp(`^ {2}VALID {4}${rule}, until 2999-12-31: \\d findings?$`, 'm'));
    }
  });

  it('an expired one counts as none and says so', async () => {
    const [first, ...rest] = FAILING;
    tailor(waivers(...waiveAll(rest), waiver(first!, '2020-02-29')));
    for (const { exitCode, stdout } of [await scan(), await evaluate()]) {
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`1 rule of severity low or above failed: ${first}\n`);
      expect(stdout).toContain('waiver     expired on 2020-02-29 and counts as none, owner Ada');
      expect(stdout).toContain(`EXPIRED  ${first}, until 2020-02-29: 1 finding, counts as none`);
    }
  });

  it('those about single findings have to be about every one', async () => {
    const redirects = 'baseline:sysctl/accept-redirects';
    const others = waiveAll(FAILING.filter((rule) => rule !== redirects));
    const each = REDIRECTS.map((subject) => waiver(redirects, '2999-12-31', `, subject: ${subject}`));
    tailor(waivers(...others, ...each));
    expect((await resultOf(evaluate('--format', 'json'))).gate).toMatchObject({ exitCode: 0, waived: FAILING });
    tailor(waivers(...others, ...each.slice(1)));
    expect((await resultOf(evaluate('--format', 'json'))).gate).toMatchObject({ exitCode: 1, failing: [redirects] });
  });

  it('one that is about nothing is told, also of a rule that is left out, and fails nothing', async () => {
    tailor(waivers(waiver('baseline:sysctl/syn-cookies', '2999-12-31'), waiver('baseline:modules/udf', '2999-12-31')), [...OTHERS, 'baseline:modules/udf']);
    const { exitCode, stdout } = await evaluate('--fail-on', 'high');
    expect(exitCode).toBe(0);
    for (const rule of ['sysctl/syn-cookies', 'modules/udf'])
      expect(stdout).toContain(`UNUSED   baseline:${rule}, until 2999-12-31: no failing finding, so it is of no use\n`);
  });

  it('the example of README.md is about one finding of the demo', async () => {
    const [, example] = /^## Waivers\n[^#]*?```yaml\n(.*?)```/ms.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;
    writeFileSync(at('staticfire.yaml'), example!);
    const { waivers: told, findings } = await resultOf(evaluate('--format', 'json'));
    expect(told).toMatchObject([{ ruleId: 'baseline:sysctl/accept-redirects', matches: 1, place: { line: 2 } }]);
    expect(findings.filter((finding) => finding.waiver !== undefined).map(({ subject }) => subject)).toEqual([told[0]!.subject]);
  });

  it('what is wrong in one is told with its place before the image is opened', async () => {
    tailor(
      waivers(
        waiver('baseline:modules/ufd', '2999-12-31'),
        waiver('baseline:verity/covers-root', '2999-12-31'),
        waiver('baseline:verity/fails-closed', '2026-02-30'),
      ),
    );
    const run = await runStaticfire(['scan', 'no-such.img', '--quiet'], { cwd: folder });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/staticfire\.yaml:3:13: there is no rule baseline:modules\/ufd; did you mean baseline:modules\/udf\?/);
    expect(run.stderr).toMatch(/staticfire\.yaml:5:\d+: there is no day 2026-02-30/);
  });
});
