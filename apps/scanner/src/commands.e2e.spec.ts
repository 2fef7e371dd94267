import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson, factsDocumentSchema } from '@staticfire/facts';
import { collectFacts, type ProgressEvent } from '@staticfire/scan';
import { factCatalogue } from '@staticfire/scan/judge';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderSamples, SAMPLE_DAY } from './sample-reports.ts';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STATICFIRE = fileURLToPath(new URL('./staticfire.ts', import.meta.url));

describe('the commands on the demo image', () => {
  let folder = '';
  let image = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-commands-'));
    image = join(folder, 'demo.img');
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), image);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('scan: go, with the same bytes each time, a proven digest and an untouched image', async () => {
    const before = statSync(image, { bigint: true });
    const runs = [await runStaticfire(['scan', image, '--format', 'json', '--rehash']), await runStaticfire(['scan', image, '--format', 'json', '--rehash'])];
    expect(runs[0]!.exitCode, runs[0]!.stderr).toBe(0);
    expect(runs[1]!.stdout).toBe(runs[0]!.stdout);
    const { input } = JSON.parse(runs[0]!.stdout);
    const sha256 = createHash('sha256').update(readFileSync(image)).digest('hex');
    expect(input).toMatchObject({ sha256, rehash: sha256, unchanged: true });
    expect(statSync(image, { bigint: true })).toMatchObject({ size: before.size, mtimeNs: before.mtimeNs, ctimeNs: before.ctimeNs, ino: before.ino });
  });

  it('collect, then evaluate: the same result as scan, byte for byte, twice the same facts', async () => {
    const facts = join(folder, 'facts.json');
    expect((await runStaticfire(['collect', image, '--output', facts, '--quiet'])).exitCode).toBe(0);
    expect((await runStaticfire(['collect', image, '--quiet'])).stdout).toBe(readFileSync(facts, 'utf8'));
    const evaluated = await runStaticfire(['evaluate', facts, '--format', 'json']);
    expect(evaluated.stdout).toBe((await runStaticfire(['scan', image, '--format', 'json', '--quiet'])).stdout);
    expect((await runStaticfire(['facts', facts, 'release.identity'])).stdout).toContain('variantId: aws-k8s-1.30');
  });

  it('with user data: the facts of the image are the same, beside them those that it changes; they can be judged again', async () => {
    const [facts, userData] = [join(folder, 'user.json'), join(folder, 'user.toml')];
    writeFileSync(userData, '[settings.kernel]\nlockdown = "none"\nlokdown = 1\n[settings.kubernetes]\nbootstrap-token = "hunter2"\n');
    const run = await runStaticfire(['collect', image, '--quiet', '--user-data', userData, '--output', facts]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain('user.toml:3: settings.kernel.lokdown is not a setting');
    const { body } = JSON.parse(readFileSync(facts, 'utf8'));
    expect(body.facts).toEqual(JSON.parse((await runStaticfire(['collect', image, '--quiet'])).stdout).body.facts);
    expect(body.userData).toMatchObject({ path: userData, sha256: createHash('sha256').update(readFileSync(userData)).digest('hex') });
    expect(body.userData.facts.map(({ name }: { name: string }) => name)).toContain('lockdown.effective');
    expect(readFileSync(facts, 'utf8')).not.toContain('hunter2');
    // A host refuses the whole file for the key in line 3.
    const judged = await runStaticfire(['evaluate', facts]);
    expect(judged.exitCode).toBe(3);
    expect(judged.stdout.replaceAll(/\s+/g, ' ')).toContain('lokdown is not a setting: a host refuses this user data as a whole');
  });

  it('with user data that a host takes: what they change decides, and is named as a source', async () => {
    const userData = join(folder, 'good.toml');
    writeFileSync(userData, '[settings.kernel]\nlockdown = "none"\n');
    const run = await runStaticfire(['scan', image, '--quiet', '--user-data', userData]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain(`lockdown.effective.mode (bank A) = "none", from user data ${userData}`);
  });

  it.each([
    ['no TOML', 'a = = 1', /user\.toml:1:5: .*expected TOML/],
    ['no settings', 'a = 1', /user\.toml:1:1: there is no table \[settings\]/],
    ['no file', undefined, /no such file/],
  ])('user data that is %s ends with 2 before the image is opened', async (_, text, message) => {
    const userData = join(folder, 'bad', 'user.toml');
    mkdirSync(join(folder, 'bad'), { recursive: true });
    rmSync(userData, { force: true });
    if (text !== undefined) writeFileSync(userData, text);
    for (const command of ['scan', 'collect']) {
      const run = await runStaticfire([command, '/nowhere/image.img', '--user-data', userData]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toMatch(message);
    }
  });

  it('writes every output whole, keeps stdout for the result and stderr for progress', async () => {
    const outputs = ['json', 'terminal'].map((format) => join(folder, `result.${format}`));
    const run = await runStaticfire(['scan', image, '--quiet', '--output', `json=${outputs[0]}`, '--output', `terminal=${outputs[1]}`]);
    expect(run.stderr).toBe('');
    expect(JSON.parse(readFileSync(outputs[0]!, 'utf8')).gate.verdict).toBe('passed');
    expect(readFileSync(outputs[1]!, 'utf8')).toContain('GO');
    expect(run.stdout).toContain('GO');
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('facts, partitions and the version are readable and machine-readable', async () => {
    expect((await runStaticfire(['facts', image])).stdout).toContain('verity.tree');
    expect(JSON.parse((await runStaticfire(['facts', image, 'verity.table', '--format', 'json'])).stdout)[0].value.algorithm).toBe('sha256');
    expect((await runStaticfire(['partitions', image])).stdout).toContain('BOTTLEROCKET-BOOT-A');
    expect(JSON.parse((await runStaticfire(['partitions', image, '--format', 'json'])).stdout).entries).toHaveLength(13);
    expect(JSON.parse((await runStaticfire(['--version', '--json'])).stdout)).toMatchObject({ name: 'staticfire', schemas: { facts: 1, result: 1 } });
    expect((await runStaticfire(['--help'])).stdout).toContain('Exit codes');
    expect((await runStaticfire(['evaluate', '--help'])).stdout).toContain('User data are given at `collect --user-data FILE`');
  });

  it('a truncated copy never passes', async () => {
    const copy = join(folder, 'truncated.img');
    for (const mebibytes of [0, 1, 5, 10, 30, 40, 490, 1022, 1023]) {
      writeFileSync(copy, readFileSync(image).subarray(0, mebibytes * 1024 * 1024));
      const run = await runStaticfire(['scan', copy, '--quiet']);
      expect(run.exitCode, `${mebibytes} MiB`).toBe(3);
      expect(run.stderr).toMatch(/^staticfire: .*(byte|empty)/m);
    }
    rmSync(copy);
  });

  it.each([
    ['no command', [], 2, /Usage/],
    ['an unknown command', ['scna'], 2, /unknown command/],
    ['an unknown option', ['scan', 'x', '--loud'], 2, /unknown option/],
    ['a wrong severity', ['scan', 'x', '--fail-on', 'urgent'], 2, /critical, high, medium/],
    ['a missing image argument', ['scan'], 2, /missing required argument/],
    ['an output without a format', ['scan', 'x', '--output', 'out.json'], 2, /FORMAT=FILE/],
    ['an output in no folder', ['scan', 'x', '--output', 'json=/nowhere/at/all.json'], 2, /no folder/],
    ['user data that are not there', ['scan', 'x', '--user-data', 'nosuch.toml'], 2, /^staticfire: nosuch\.toml: no such file or folder$/m],
    ['a pack that is not there', ['scan', 'x', '--quiet', '--pack', 'nope'], 2, /^staticfire: nope: no such file or folder$/m],
    ['an unknown fact', ['facts', 'x', 'verity.tabel'], 2, /there is no fact verity.tabel/],
    ['an image that is not there', ['scan', '/nowhere/image.img'], 3, /no such file/],
    ['an image that is a directory', ['scan', '.'], 3, /a directory in which no disk of a build is/],
    ['facts that are not there', ['evaluate', '/nowhere/facts.json'], 2, /no such file/],
  ])('%s ends with its exit code and one clear line', async (_, args, exitCode, message) => {
    const run = await runStaticfire(args);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  it('never writes to the image, also not through a link', async () => {
    const link = join(folder, 'link.img');
    if (!existsSync(link)) symlinkSync(image, link);
    for (const target of [image, link]) {
      const run = await runStaticfire(['scan', image, '--output', `json=${target}`]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('never written to');
    }
  });

  it.each([
    ['no JSON', 'nonsense', /not valid JSON/],
    ['another document', '{"$schema":"urn:x"}', /not a facts document/],
    ['a fact of a wrong type', undefined, /body\/facts/],
  ])('evaluate refuses %s before judging', async (_, text, message) => {
    const path = join(folder, 'bad.json');
    if (text === undefined) {
      const good = (await runStaticfire(['collect', image, '--quiet'])).stdout;
      writeFileSync(path, good.replace('"sectorSize": 512', '"sectorSize": "512"'));
    } else writeFileSync(path, text);
    const run = await runStaticfire(['evaluate', path]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(message);
  });

  it.skipIf(process.platform === 'win32')('an interrupt ends with 130 and leaves no file', async () => {
    const output = join(folder, 'interrupted.json');
    const child = spawn(process.execPath, [STATICFIRE, 'scan', image, '--output', `json=${output}`], { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve) => child.stderr.once('data', resolve));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk ends with 4', async () => {
    const run = await new Promise((resolve) => {
      const child = spawn('sh', ['-c', `exec "${process.execPath}" "${STATICFIRE}" scan "${image}" --quiet > /dev/full`], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      child.on('close', resolve);
    });
    expect(run).toBe(4);
  });

  it('the samples in reports/ and the README are what the code writes today', async () => {
    const sample = (path: string) => readFileSync(join(ROOT, path), 'utf8');
    mkdirSync(join(folder, 'dist/demo'), { recursive: true });
    linkSync(image, join(folder, 'dist/demo/demo.img'));
    const result = join(folder, 'dist/demo/result.json');
    expect((await runStaticfire(['scan', 'dist/demo/demo.img', '--quiet', '--day', SAMPLE_DAY, '--output', `json=${result}`], { cwd: folder })).exitCode).toBe(
      0,
    );
    const samples = await renderSamples(result);
    for (const [file, text] of samples) expect(text === sample(`reports/${file}`), `reports/${file} is out of date: npm run reports`).toBe(true);
    const report = samples.get('demo.txt')!;
    const [, excerpt = ''] = /^```\n(staticfire [\s\S]*?)^```$/m.exec(sample('README.md')) ?? [];
    expect(excerpt).toContain(report.trimEnd().split('\n').at(-1));
    for (const part of excerpt.split('…\n')) expect(report).toContain(part.trimEnd());
    expect(canonicalJson(factsDocumentSchema(factCatalogue))).toBe(sample('reports/facts.schema.json'));
    expect(sample('libs/report/src/json/result.schema.json')).toBe(sample('reports/result.schema.json'));
  });

  it('an image that changes while it is read is never judged', async () => {
    const copy = join(folder, 'changing.img');
    copyFileSync(image, copy);
    const onEvent = (event: ProgressEvent) => {
      if (event.kind === 'stage' && event.stage === 'derive') utimesSync(copy, 1, 1);
    };
    const tool = { name: 'staticfire', version: '0' };
    await expect(collectFacts({ path: copy, tool, progress: { onEvent } })).rejects.toThrow(/changed while it was read/);
  });

  it('scans a read-only copy', async () => {
    const readOnly = join(folder, 'read-only');
    mkdirSync(readOnly, { recursive: true });
    copyFileSync(image, join(readOnly, 'image.img'));
    chmodSync(join(readOnly, 'image.img'), 0o444);
    expect((await runStaticfire(['scan', join(readOnly, 'image.img'), '--quiet'])).exitCode).toBe(0);
  });
});
