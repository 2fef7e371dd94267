import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('staticfire packs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-packs-'));
  const packs = (...args: readonly string[]) => runStaticfire(['packs', ...args], { cwd: folder });
  beforeAll(async () => {
    expect((await runStaticfire(['pack', 'new', 'ours'], { cwd: folder })).exitCode).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lists every pack that a scan judges with, those of one’s own beside the shipped ones', async () => {
    const run = await packs('--format', 'json', '--pack', 'ours');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const listed = JSON.parse(run.stdout) as { id: string; kind: string; foreign: boolean; controls: { total: number; byDecision: Record<string, number> } }[];
    const version = JSON.parse((await runStaticfire(['--version', '--json'])).stdout) as { packs: { id: string }[] };
    expect(listed.filter(({ foreign }) => !foreign).map(({ id }) => id)).toEqual(version.packs.map(({ id }) => id));
    expect(listed.filter(({ foreign }) => foreign).map(({ id, kind }) => [id, kind])).toEqual([['ours', 'rules']]);
    for (const { id, controls } of listed)
      expect(
        Object.values(controls.byDecision).reduce((sum, count) => sum + count, 0),
        id,
      ).toBe(controls.total);
    expect((await packs('--pack', 'ours')).stdout).toMatch(/^ours 0\.1\.0: .*\n {2}kind {9}rules, of your own\n/m);
  });

  it('one pack: as many controls as its page tells of, with the same figures', async () => {
    const page = readFileSync(join(ROOT, 'policies/cis-bottlerocket-1.0/CONTROLS.md'), 'utf8');
    const total = Number(/^\| all \|.* (\d+) \|$/m.exec(page)![1]);
    const run = await packs('cis-bottlerocket-1.0');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain(`  controls     ${total}: `);
    expect(run.stdout.match(/^ {2}\d\S* {2}\S/gm)).toHaveLength(total);
    expect(run.stdout).toMatch(/^ {2}1\.4\.3 {2}.*\(level 1; high; image \+ user data\)\n {6}baseline:sysctl\/unprivileged-bpf \(high\): /m);
  });

  it('a pack that is not there ends with 2 and names the nearest one', async () => {
    const run = await packs('selinx');
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^staticfire: there is no pack selinx; did you mean selinux\? \(there are baseline, /);
  });
});
