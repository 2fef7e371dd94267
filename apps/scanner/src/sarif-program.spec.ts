import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { addSarif } from './sarif-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'staticfire-sarif-'));
const rule = { id: 'R', shortDescription: { text: 'Short' }, fullDescription: { text: 'Full' }, help: { text: 'Help' } };
const result = {
  ruleId: 'R',
  message: { text: 'What is wrong.' },
  locations: [{ physicalLocation: { artifactLocation: { uri: 'a.c' }, region: { startLine: 1 } } }],
  partialFingerprints: { primaryLocationLineHash: 'a:1' },
};
const logOf = (...results: readonly object[]) => ({
  $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
  version: '2.1.0',
  runs: [{ tool: { driver: { name: 'other', rules: [rule] } }, results }],
});
const file = (name: string, content: object | string) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const good = file('good.sarif', logOf(result));
const warned = file('warned.sarif', logOf({ ...result, kind: 'pass', level: 'none' }));
const bad = file('bad.sarif', logOf({ ...result, locations: [] }));
const broken = file('broken.sarif', '{\n"runs": [,]}');

async function run(...args: readonly string[]) {
  let [exitCode, stdout] = [0, ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  const program = new Command('staticfire').exitOverride().configureOutput({ writeErr: () => {} });
  addSarif(program, (code) => {
    exitCode = code;
  });
  await program.parseAsync(['sarif', 'lint', ...args], { from: 'user' });
  return { exitCode, stdout: stdout.replaceAll(`${folder}/`, '') };
}

describe('staticfire sarif lint', () => {
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => rmSync(folder, { recursive: true }));

  it('exits 0 when nothing is wrong, and when there are warnings alone', async () => {
    expect(await run(good)).toEqual({ exitCode: 0, stdout: 'good.sarif: 0 errors, 0 warnings\n' });
    expect(await run(warned)).toEqual({
      exitCode: 0,
      stdout: `warned.sarif: warning kind-opens-alert: Leave out what is no failure: GitHub ignores kind and opens an alert
  /runs/0/results/0/kind: its kind is pass
warned.sarif: 0 errors, 1 warnings
`,
    });
  });

  it('exits 1 when GitHub would refuse a file, also when another one is good', async () => {
    const { exitCode, stdout } = await run(bad, good);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^bad\.sarif: error location-missing: .*\n {2}\/runs\/0\/results\/0: it has no locations\n/);
    expect(stdout).toMatch(/good\.sarif: 0 errors, 0 warnings\n$/);
  });

  it('does not hold what GitHub alone asks for against a file for viewers', async () => {
    expect((await run('--for', 'viewer', bad)).exitCode).toBe(0);
  });

  it.each([
    ['broken JSON, with its place', broken, 'broken.sarif: 2:10: no JSON: "," is not expected here\n'],
    ['a file that is not there', join(folder, 'none.sarif'), 'none.sarif: no such file or folder\n'],
    ['a folder', folder, expect.stringMatching(/: it is a folder, not a file\n$/)],
    ['what never ends', '/dev/zero', '/dev/zero: it is not a regular file\n'],
    ['another document', file('other.json', {}), 'other.json: it is JSON, but no SARIF log: a log is an object with version and runs\n'],
  ])('exits 2 on %s, without a stack', async (_name, path, stdout) => {
    expect(await run(path)).toEqual({ exitCode: 2, stdout });
  });

  it('exits 2 when one of the files cannot be read, and still checks the others', async () => {
    const { exitCode, stdout } = await run(broken, bad);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('bad.sarif: 1 errors, 0 warnings\n');
  });

  it('tells all of it as JSON', async () => {
    const { exitCode, stdout } = await run('--format', 'json', bad, broken);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      for: 'github',
      files: [
        { file: 'bad.sarif', errors: 1, problems: [{ id: 'location-missing', count: 1, places: [{ pointer: '/runs/0/results/0' }] }] },
        { file: 'broken.sarif', unreadable: '2:10: no JSON: "," is not expected here' },
      ],
    });
  });
});
