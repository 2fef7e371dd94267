import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScanResult } from '@staticfire/findings';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Of these a stock image fails, at any severity: six controls of level 2 (facts on controls, section 1), two of Kubernetes 1.30 (section 2), and what its SELinux policy leaves to others. */
const STOCK = [
  'baseline:kubelet-modes/unit',
  'baseline:kubelet/seccomp-default',
  'baseline:modules/sctp',
  'baseline:modules/udf',
  'baseline:sysctl/accept-redirects',
  'baseline:sysctl/log-martians',
  'baseline:sysctl/secure-redirects',
  'baseline:sysctl/send-redirects',
  'selinux:access/left-to-the-kernel',
  'selinux:access/runtime-sockets',
];
const PROFILES = ['cis-bottlerocket-1.0/level-2', 'cis-kubernetes-worker/level-2', 'selinux/promises'].flatMap((name) => ['--profile', name]);
const page = readFileSync(join(ROOT, 'policies/STOCK-WAIVERS.md'), 'utf8');
/** The entries of the YAML under each heading. */
const entries = new Map([...page.matchAll(/^## (.*)\n[\s\S]*?```yaml\nwaivers:\n([\s\S]*?)```/gm)].map(([, heading, text]) => [heading!, text!]));
const filled = (text: string) => text.replaceAll(/owner: #.*/g, 'owner: Ada').replaceAll(/expires: #.*/g, 'expires: 2999-12-31');

describe('policies/STOCK-WAIVERS.md, on an image that is as stock ones are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-stock-'));
  const evaluate = (texts: readonly string[]) => {
    writeFileSync(join(folder, 'staticfire.yaml'), `failOn: info\nwaivers:\n${texts.join('')}`);
    return runStaticfire(['evaluate', 'facts.json', ...PROFILES, '--format', 'json'], { cwd: folder });
  };
  beforeAll(async () => {
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), join(folder, 'demo.img'));
    expect((await runStaticfire(['collect', 'demo.img', '--output', 'facts.json', '--quiet'], { cwd: folder })).exitCode).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is four groups', () => {
    expect([...entries.keys()]).toEqual([
      'Every stock image',
      'Stock images with Kubernetes',
      'What the SELinux policy is no guard against',
      'Variants with NVIDIA drivers',
    ]);
  });

  it('is refused with the line as long as nobody has filled in owner and last day', async () => {
    const run = await evaluate([...entries.values()]);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^.*staticfire\.yaml:5:\d+: /m);
    expect(run.stderr).toMatch(/staticfire\.yaml:6:\d+: /);
  });

  it('waives exactly what stock images fail, and each waiver is about something', async () => {
    const run = await evaluate([...entries].slice(0, 3).map(([, text]) => filled(text)));
    const { gate, rules, waivers } = JSON.parse(run.stdout) as ScanResult;
    expect(rules.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(STOCK);
    expect(gate).toMatchObject({ verdict: 'passed', exitCode: 0, failing: [], unknown: [], waived: STOCK });
    expect(waivers.map(({ ruleId, state }) => [ruleId, state])).toEqual(STOCK.map((id) => [id, 'valid']));
    for (const { ruleId, matches } of waivers) expect(matches, ruleId).toBeGreaterThan(0);
  });

  it('what is left out fails the gate, and what an image does not fail is told to be about nothing', async () => {
    const [first, kubernetes, , nvidia] = [...entries.values()];
    const { gate, waivers } = JSON.parse((await evaluate([filled(first!), filled(kubernetes!), filled(nvidia!)])).stdout) as ScanResult;
    expect(gate).toMatchObject({ exitCode: 1, failing: STOCK.slice(8), waived: STOCK.slice(0, 8) });
    expect(waivers.filter(({ matches }) => matches === 0).map(({ ruleId }) => ruleId)).toEqual(['baseline:kernel/lockdown-drivers']);
  });
});
