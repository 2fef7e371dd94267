import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Trace, TracedFact } from '@staticfire/findings';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('explain and why, on the demo image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-why-'));
  const at = (name: string) => join(folder, name);
  const run = (...args: readonly string[]) => runStaticfire(args, { cwd: folder });
  beforeAll(async () => {
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), at('demo.img'));
    writeFileSync(at('user-data.toml'), '[settings.kernel]\nlockdown = "none"\n');
    expect((await run('collect', 'demo.img', '--quiet', '--user-data', 'user-data.toml', '--output', 'facts.json')).exitCode).toBe(0);
    writeFileSync(at('result.json'), (await run('evaluate', 'facts.json', '--format', 'json')).stdout);
    await run('pack', 'new', 'ours');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('explains a rule, a control by its short id, a fact, and rules of packs of one’s own', async () => {
    const rule = await run('explain', 'baseline:files/no-setuid');
    expect(rule.exitCode).toBe(0);
    for (const text of ['root.permissions: Files on ROOT', 'notable[*].setuid', 'how to fix', 'nist-800-53', 'written in']) expect(rule.stdout).toContain(text);
    expect((await run('explain', 'files/no-setuid')).stdout).toBe(rule.stdout);
    expect((await run('explain', '1.3.1')).stdout).toMatch(/^cis-bottlerocket-1\.0\/1\.3\.1: .*\n[\s\S]*needs {8}baseline:verity\/covers-root/);
    expect(JSON.parse((await run('explain', 'verity.chain', '--format', 'json')).stdout)).toMatchObject({ kind: 'fact', origin: { kind: 'derived' } });
    expect((await run('explain', 'release/known-variant', '--pack', 'ours')).stdout).toContain('variants = ["aws-k8s-1.30"] (default)');
  });

  it('tells the values that a tailoring sets', async () => {
    writeFileSync(at('tailored.yaml'), 'packs: [./ours]\nparameters: { ours: { variants: [mine] } }\n');
    expect((await run('explain', 'release/known-variant', '--config', 'tailored.yaml')).stdout).toContain(
      'variants = ["mine"] (staticfire.yaml; default ["aws-k8s-1.30"])',
    );
  });

  const names = (fact: TracedFact): readonly string[] => [fact.name, ...fact.from.flatMap(names)];

  it('why leads from a verdict through derived facts down to bytes, the same from facts and from the image', async () => {
    const fromFacts = await run('why', 'verity/covers-root', 'facts.json', '--format', 'json');
    const trace = JSON.parse(fromFacts.stdout) as Trace;
    expect(trace).toMatchObject({ rule: { assert: expect.stringContaining('coversFilesystem') }, findings: [{ verdict: 'pass' }], gaps: [] });
    expect(trace.facts.flatMap(names)).toEqual(['verity.chain', 'verity.table', 'verity.superblock', 'verity.tree', 'root.filesystem']);
    expect(trace.facts[0]!.from[0]!.sources[0]).toMatchObject({
      partition: 'BOOT',
      bank: 'A',
      path: '/grub/grub.cfg',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const fromImage = await run('why', 'verity/covers-root', 'demo.img', '--user-data', 'user-data.toml', '--format', 'json', '--quiet');
    expect(JSON.parse(fromImage.stdout)).toEqual(trace);
    const text = (await run('why', trace.findings[0]!.fingerprint.slice(0, 8), 'facts.json')).stdout;
    expect(text).toContain('from BOOT-A /grub/grub.cfg, ');
  });

  it('why names the layer that decides, and what user data change', async () => {
    const text = (await run('why', 'kernel/lockdown', 'facts.json')).stdout;
    expect(text).toContain('with user-data.toml, sha256 ');
    expect(text).toMatch(/lockdown\.effective \(bank A\): .* \[with user data\]\n(?: {4}.*\n)* {4}mode = "none"\n/);
  });

  it('facts show a fact also as it is with user data, the same from facts and from the image', async () => {
    const { stdout } = await run('facts', 'facts.json', 'lockdown.effective');
    const [image, changed = ''] = stdout.split('with user data user-data.toml\n\n');
    expect(image).toMatch(/^lockdown\.effective \(bank A\): present\n/);
    expect(image).not.toContain('mode: none\n');
    expect(changed).toMatch(/^lockdown\.effective \(bank A\): present\n[\s\S]* {2}mode: none\n/);
    expect((await run('facts', 'demo.img', 'lockdown.effective', '--user-data', 'user-data.toml')).stdout).toBe(stdout);
    expect((await run('facts', 'facts.json', 'verity.table')).stdout).toMatch(/\nwith user data user-data\.toml: the same\n$/);
    expect((await run('facts', 'facts.json')).stdout).toMatch(/\nwith user data user-data\.toml others: .*lockdown\.effective/);
    const json = JSON.parse((await run('facts', 'facts.json', 'lockdown.effective', '--format', 'json')).stdout) as { readonly withUserData?: string }[];
    expect(json.map(({ withUserData }) => withUserData)).toContain('user-data.toml');
    expect(json.map(({ withUserData }) => withUserData)).toContain(undefined);
  });

  it('why of a saved result shows what the result has, and says what it lacks', async () => {
    const { stdout, exitCode } = await run('why', 'verity/covers-root', 'result.json');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('from BOOT-A /grub/grub.cfg, ');
    expect(stdout).toContain('note: a result holds no facts');
  });

  it.each([
    ['explain', ['explain', 'files/no-setuit'], 2, /there is no rule, control or fact files\/no-setuit; did you mean files\/no-setuid\?/],
    ['a tailoring that is wrong', ['explain', 'files/no-setuid', '--config', 'user-data.toml'], 2, /user-data\.toml:2:1: /],
    ['a rule that is not there', ['why', 'files/no-setuit', 'facts.json'], 2, /there is no rule files\/no-setuit; did you mean files\/no-setuid\?/],
    ['a fingerprint of nothing', ['why', '0123456789', 'facts.json'], 2, /no finding has a fingerprint that begins with 0123456789/],
    [
      'a subject of nothing',
      ['why', 'files/no-setuid', 'facts.json', '--subject', '/x'],
      2,
      /there is no subject \/x; its findings are about the image as a whole/,
    ],
    ['facts that are none', ['why', 'files/no-setuid', 'bad.json'], 2, /bad\.json: not a facts document/],
    ['a result that does not fit', ['why', 'files/no-setuid', 'bad-result.json'], 2, /bad-result\.json: \/gate must have/],
    ['user data with saved facts', ['why', 'files/no-setuid', 'facts.json', '--user-data', 'user-data.toml'], 2, /--user-data goes with an image/],
    ['user data that facts have already', ['facts', 'facts.json', 'verity.table', '--user-data', 'user-data.toml'], 2, /--user-data goes with an image/],
    ['an image that is not there', ['why', 'files/no-setuid', 'nope.img'], 3, /nope\.img: no such file/],
  ])('%s ends with its exit code and one clear line', async (_, args, exitCode, message) => {
    writeFileSync(at('bad.json'), '{"$schema":"urn:x"}');
    writeFileSync(at('bad-result.json'), readFileSync(at('result.json'), 'utf8').replace(/"gate": \{[^}]*\}/, '"gate": {}'));
    const { stdout, stderr, exitCode: code } = await run(...args);
    expect({ stdout, code }, stderr).toEqual({ stdout: '', code: exitCode });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each(['explain', 'why'])('%s --help tells its exit codes', async (command) => {
    expect((await run(command, '--help')).stdout).toContain('Exit codes:\n  0    ');
  });
});
