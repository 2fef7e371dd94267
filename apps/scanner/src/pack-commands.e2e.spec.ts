import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { editorSchemas, SAMPLES_SCHEMA } from '@staticfire/evaluate/authoring';
import { canonicalJson } from '@staticfire/facts';
import { factCatalogue } from '@staticfire/scan/judge';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const RULE = 'rules/release/known-variant.yaml';

describe('staticfire pack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-pack-'));
  const at = (name: string) => join(folder, name);
  const pack = (...args: readonly string[]) => runStaticfire(['pack', ...args], { cwd: folder });
  /** A copy of the first pack with one file changed. */
  const changed = (name: string, file: string, change: (text: string) => string) => {
    cpSync(at('ours'), at(name), { recursive: true });
    writeFileSync(at(`${name}/${file}`), change(readFileSync(at(`${name}/${file}`), 'utf8')));
  };
  const first = pack('new', 'ours');
  beforeAll(async () => {
    expect(await first).toMatchObject({ exitCode: 0, stderr: '' });
    changed('broken', RULE, (text) =>
      text.replace('.?variantId.orValue("") in params.variants', '.variantID == "a"').replace('severity: medium', 'severity: urgent'),
    );
    mkdirSync(at('broken/rules/a'));
    writeFileSync(at('broken/rules/a/b.yaml'), readFileSync(at(`ours/${RULE}`), 'utf8').replace(/ {2}- name: another variant\n[\s\S]*$/, ''));
    writeFileSync(at('broken/notes.yaml'), 'a: b\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe('the packs that ship with staticfire', () => {
    it('lint finds nothing wrong in them', async () => {
      const run = await pack('lint');
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.stdout).toMatch(/^baseline [0-9.]+: \d+ rules, 0 controls, 0 profiles$/m);
      expect(run.stdout).toMatch(/^0 problems, \d+ warnings$/m);
    });

    it('every case comes out as expected', async () => {
      const run = await pack('test');
      expect(run.exitCode, run.stdout).toBe(0);
      expect(run.stdout).toMatch(/^\d+ rules, \d+ cases: \d+ as expected, 0 not\n$/);
    });

    it('their pages are what `staticfire pack docs` writes', async () => {
      const run = await pack('docs', '--check');
      expect(run.exitCode, run.stdout).toBe(0);
    });

    it('the schemas in reports/ are what the code writes today', () => {
      const schemas = [...editorSchemas(factCatalogue)].filter(([name]) => name !== SAMPLES_SCHEMA);
      for (const [name, schema] of schemas) expect(readFileSync(join(ROOT, 'reports', name), 'utf8'), name).toBe(canonicalJson(schema));
    });

    it('a folder of shipped packs is not read twice', async () => {
      expect((await pack('lint', join(ROOT, 'policies', 'baseline'))).stdout).toMatch(/^baseline .*\n0 problems/m);
    });
  });

  it('new writes a pack that passes lint and test at once, and never into a folder with something in it', async () => {
    expect(readdirSync(at('ours')).sort()).toEqual(['README.md', 'docs', 'pack.yaml', 'rules', 'schemas']);
    expect((await pack('lint', 'ours')).stdout).toBe('ours 0.1.0: 1 rules, 0 controls, 0 profiles\n0 problems, 0 warnings\n');
    expect(await pack('test', 'ours')).toMatchObject({ exitCode: 0, stdout: '1 rules, 5 cases: 5 as expected, 0 not\n' });
    expect(await pack('docs', '--check', 'ours')).toMatchObject({ exitCode: 0, stdout: '1 packs, 0 pages out of date\n' });
    const before = readFileSync(at('ours/pack.yaml'), 'utf8');
    expect(await pack('new', 'ours')).toMatchObject({ exitCode: 2, stderr: 'staticfire: ours is there and not empty; nothing was written\n' });
    expect(readFileSync(at('ours/pack.yaml'), 'utf8')).toBe(before);
  });

  it.each([
    ['an id that is taken', ['new', 'x', '--id', 'baseline'], /baseline is the id of a pack that ships/],
    ['an id that is none', ['new', 'x', '--id', 'Not One'], /Not One is no id of a pack; name one with --id, for example: --id ours/],
    ['a folder that cannot be one', ['new', 'ours/pack.yaml'], /ours\/pack\.yaml/],
    ['a folder whose name is no id', ['new', 'NO'], /NO is no id of a pack/],
  ])('new refuses %s', async (_, args, message) => {
    const run = await pack(...args);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(existsSync(at('x'))).toBe(false);
  });

  it('lint tells everything that is wrong at once, as text and as JSON', async () => {
    const run = await pack('lint', 'broken');
    expect(run).toMatchObject({ exitCode: 2, stderr: '' });
    for (const line of [
      /^broken\/rules\/release\/known-variant\.yaml:4:11: must be one of critical, high, medium, low, info$/m,
      /^broken\/rules\/a\/b\.yaml:15:3: a case that fails is missing$/m,
      /^broken\/rules\/a\/b\.yaml:15:3: a case with \$unreadable that is unknown is missing$/m,
      /^broken\/rules\/a\/b\.yaml:15:3: a case with \$absent that is fail is missing$/m,
      /^broken\/notes\.yaml:1:1: not a file of a pack, for example: rules\/area\/name\.yaml$/m,
      /^\d+ problems, 0 warnings$/m,
    ])
      expect(run.stdout).toMatch(line);
    const json = JSON.parse((await pack('lint', 'broken', '--format', 'json')).stdout);
    expect(json.problems).toContainEqual({ file: 'broken/notes.yaml', line: 1, column: 1, message: 'not a file of a pack', example: 'rules/area/name.yaml' });
  });

  it('lint warns without failing', async () => {
    changed('warned', 'pack.yaml', (text) => `${text}  unused: { description: d, type: int, default: 1 }\n`);
    const run = await pack('lint', 'warned');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^warned\/pack\.yaml:20:11: warning: no rule reads params\.unused$/m);
  });

  it('test tells expected, got and why; exit 1, and 2 for a pack that is invalid', async () => {
    changed('failing', RULE, (text) =>
      text
        .replace('name: another variant\n    given: { release: { variantId: aws-dev } }', 'name: another variant\n    given: { release: { variantId: 7 } }')
        .replace('expect: unknown', 'expect: unknown\n  - { name: wrong, given: { release: { variantId: aws-k8s-1.30 } }, expect: fail }'),
    );
    const run = await pack('test', 'failing');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('ours:release/known-variant: another variant\n  given release.identity/variantId must be string\n');
    expect(run.stdout).toContain('ours:release/known-variant: wrong\n  expected fail, got pass\n  found: The image is one of our variants\n');
    expect(run.stdout).toContain('1 rules, 6 cases: 4 as expected, 2 not\n');
    expect(JSON.parse((await pack('test', 'failing', '--format', 'json')).stdout)).toMatchObject({
      cases: 6,
      failures: [{ name: 'another variant' }, { expected: 'fail', got: 'pass' }],
    });
    const invalid = await pack('test', 'broken');
    expect(invalid).toMatchObject({ exitCode: 2, stdout: '' });
    expect(invalid.stderr).toContain('broken/notes.yaml:1:1: not a file of a pack');
  });

  it('test --rule runs one rule, and names the nearest when there is none', async () => {
    expect((await pack('test', 'ours', '--rule', 'release/known-variant')).stdout).toContain('1 rules, 5 cases');
    expect(await pack('test', 'ours', '--rule', 'release/known-varient')).toMatchObject({
      exitCode: 2,
      stderr: 'staticfire: there is no rule release/known-varient; did you mean release/known-variant?\n',
    });
  });

  it('docs writes pages, keeps them current, removes those of no rule, and never overwrites somebody’s own', async () => {
    expect(await pack('docs', 'ours', '--output', 'pages', '--check')).toMatchObject({ exitCode: 1 });
    expect(existsSync(at('pages'))).toBe(false);
    expect((await pack('docs', 'ours', '--output', 'pages')).exitCode).toBe(0);
    expect(readFileSync(at('pages/ours/docs/release.md'), 'utf8')).toContain('<a id="known-variant"></a>');
    expect(await pack('docs', 'ours', '--output', 'pages')).toMatchObject({ exitCode: 0, stdout: '1 packs, 0 pages changed\n' });
    cpSync(at('pages/ours/docs/release.md'), at('pages/ours/docs/gone.md'));
    expect((await pack('docs', 'ours', '--output', 'pages', '--check')).stdout).toContain('gone.md');
    await pack('docs', 'ours', '--output', 'pages');
    expect(readdirSync(at('pages/ours/docs'))).toEqual(['release.md']);
    changed('written', 'README.md', () => '# By hand\n');
    rmSync(at('written/docs'), { recursive: true });
    const own = await pack('docs', 'written');
    expect(own).toMatchObject({ exitCode: 2, stdout: '' });
    expect(own.stderr).toContain('README.md was not generated and is not overwritten');
    expect(existsSync(at('written/docs'))).toBe(false);
  });

  it('schema writes one for each kind of document', async () => {
    expect((await pack('schema', 'schemas')).exitCode).toBe(0);
    expect(readdirSync(at('schemas'))).toHaveLength(9);
    expect(await pack('schema', 'ours/pack.yaml')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it.each(['lint', 'test', 'docs'])('%s of a folder that is not there, or is no pack: exit 2 and one clear line', async (command) => {
    expect(await pack(command, 'nowhere')).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/^staticfire: nowhere: .*\n$/) });
    expect(await pack(command, 'ours/rules')).toMatchObject({ exitCode: 2, stderr: 'staticfire: ours/rules is no pack: there is no pack.yaml in it\n' });
  });

  it.each(['lint', 'test', 'docs', 'new', 'schema'])('%s --help tells its exit codes', async (command) => {
    expect((await pack(command, '--help')).stdout).toContain('Exit codes:\n  0    ');
  });
});
