import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STATICFIRE = fileURLToPath(new URL('./staticfire.ts', import.meta.url));
const FORMATS = ['terminal', 'json', 'sarif', 'sarif-github', 'html', 'junit', 'md', 'bloodhound'];
const isRoot = process.getuid?.() === 0;

let home = '';
let image = '';
let result = '';
let folder = '';
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'staticfire-outputs-'));
  // A repository with a file that sarif-github shows results in.
  mkdirSync(join(home, '.git'));
  writeFileSync(join(home, 'README.md'), '\n');
  image = join(home, 'demo.img');
  result = join(home, 'result.json');
  await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), image);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(home), 'run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const listOf = (name: string) => `${name}=${at(name)}`;
const report = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => runStaticfire(['report', result, ...args], { cwd: folder, env });

describe('one scan, and the saved result again', () => {
  it('give the same bytes in every format, in files and on stdout, and the same exit code', async () => {
    const scan = await runStaticfire(['scan', image, '--quiet', '--output', `json=${result}`, ...FORMATS.flatMap((name) => ['--output', listOf(name)])], {
      cwd: folder,
    });
    expect(scan.exitCode, scan.stderr).toBe(0);
    const first = FORMATS.map((name) => readFileSync(at(name), 'utf8'));
    for (const name of FORMATS) rmSync(at(name));
    const again = await report(FORMATS.flatMap((name) => ['--output', listOf(name)]));
    expect(again.exitCode, again.stderr).toBe(0);
    expect(FORMATS.map((name) => readFileSync(at(name), 'utf8'))).toEqual(first);
    for (const [index, name] of FORMATS.entries()) {
      if (name !== 'terminal') expect((await report(['--format', name])).stdout).toBe(first[index]);
    }
    expect(again.stdout).toContain(`\nreports    terminal      ${at('terminal')}\n           json          ${at('json')}\n`);
    expect((await report([])).stdout).toBe(first[0]);
  });

  it('the gate of the saved result decides the exit code', async () => {
    const failed = at('failed.json');
    const strict = await runStaticfire(['scan', image, '--quiet', '--fail-on', 'low', '--output', `json=${failed}`]);
    expect(strict.exitCode).toBe(1);
    expect((await runStaticfire(['report', failed])).exitCode).toBe(1);
  });

  it.each([
    ['not there', undefined, /no such file/],
    ['no JSON', 'nonsense', /not valid JSON/],
    ['another document', '{"$schema":"urn:x"}', /is no result: `scan --output json=FILE` writes one/],
    ['not whole', '{"$schema":"urn:staticfire:schema:result:1"}', /saved\.json: .*version|required/],
  ])('a file that is %s ends with 2', async (_name, text, message) => {
    if (text !== undefined) writeFileSync(at('saved.json'), text);
    const run = await runStaticfire(['report', at('saved.json')]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stdout).toBe('');
  });
});

it('a call that cannot be carried out ends with 2 before anything is read or written', async () => {
  const run = await runStaticfire(['scan', image, '--output', `json=${at('a')}`, '--output', 'jsno=b'], { cwd: folder });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('staticfire: --output jsno=b: expected FORMAT=FILE, there is no format jsno; did you mean json? (there are terminal, json, ');
  expect(run.stdout).toBe('');
  expect(readdirSync(folder)).toEqual([]);
});

describe('files', () => {
  it('replace what was there, through a link too, and leave nothing beside', async () => {
    writeFileSync(at('old'), 'old\n');
    symlinkSync('old', at('link'));
    expect((await report(['--output', 'json=link', '--format', 'md'])).exitCode).toBe(0);
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('old'), 'utf8')).toBe(readFileSync(result, 'utf8'));
    expect(readdirSync(folder).sort()).toEqual(['link', 'old']);
  });

  it.skipIf(process.platform === 'win32')('that are devices or pipes are written to in place', async () => {
    const command = `"${process.execPath}" "${STATICFIRE}" report "${result}" --output json=/dev/stdout --output md=/dev/null | cat`;
    const run = spawnSync('sh', ['-c', command], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    expect(run.stderr).toBe('');
    expect(run.stdout.startsWith(readFileSync(result, 'utf8'))).toBe(true);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')], { stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const closed = new Promise((resolve) => reader.on('close', resolve));
    expect((await report(['--output', 'json=pipe'])).exitCode).toBe(0);
    await closed;
    expect(Buffer.concat(chunks).toString()).toBe(readFileSync(result, 'utf8'));
  });

  it.skipIf(!existsSync('/dev/full'))('that cannot be written are told one by one, the others and stdout are written, and it ends with 4', async () => {
    const run = await report(['--output', 'json=/dev/full', '--output', 'md=good.md', '--output', 'junit=/dev/full']);
    expect(run.exitCode).toBe(4);
    expect(run.stderr.match(/^staticfire: \/dev\/full could not be written: .*ENOSPC/gm)).toHaveLength(2);
    expect(readFileSync(at('good.md'), 'utf8')).toContain('## staticfire: GO');
    expect(run.stdout).toContain(`reports    md  good.md\n`);
    expect(run.stdout).toMatch(/exit code 0\n$/);
  });

  const small = tinyDisk();
  it.skipIf(small === undefined)('on a full disk are as they were before, with nothing half-written beside', async () => {
    const disk = small!;
    try {
      writeFileSync(join(disk, 'old.json'), 'old\n');
      const run = await report(['--output', `json=${disk}/old.json`, '--output', `terminal=${disk}/new.txt`]);
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toContain(`${disk}/old.json could not be written: `);
      expect(readFileSync(join(disk, 'old.json'), 'utf8')).toBe('old\n');
      expect(readdirSync(disk).filter((name) => !['old.json', 'new.txt'].includes(name))).toEqual([]);
      writeFileSync(join(disk, 'summary.md'), 'before\n');
      const summary = await report(['--output', `md=${disk}/summary.md`], { GITHUB_STEP_SUMMARY: `${disk}/summary.md` });
      expect(summary.exitCode).toBe(4);
      expect(readFileSync(join(disk, 'summary.md'), 'utf8')).toBe('before\n');
    } finally {
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    }
  });

  it.skipIf(process.platform === 'win32')('an interrupt while one is written ends with 130 and leaves nothing half-written', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    // Nobody reads the pipe, so the second file is never whole.
    const child = spawn(process.execPath, [STATICFIRE, 'report', result, '--output', `json=${at('first.json')}`, '--output', `json=${at('pipe')}`], {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (!existsSync(at('first.json'))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    // Opening a pipe waits for the other side.
    spawn('sh', ['-c', `sleep 1; timeout 5 cat '${at('pipe')}' > /dev/null`], { stdio: 'ignore' });
    expect(await ended).toBe(130);
    expect(readdirSync(folder).sort()).toEqual(['first.json', 'pipe']);
    expect(readFileSync(at('first.json'), 'utf8')).toBe(readFileSync(result, 'utf8'));
  });
});

it('what the report says to type next does what it says', async () => {
  const run = await report([]);
  const commands = [...run.stdout.matchAll(/^ {2}staticfire ((?:explain|why) .*?)(?: {2,}.*)?$/gm)].map(([, words]) => words!.split(' '));
  expect(commands.map(([command]) => command)).toEqual(['explain', 'why']);
  for (const words of commands) expect((await runStaticfire(words)).exitCode).toBe(0);
});

describe('the summary of a job', () => {
  it('is added to, and nothing else is: not in another format, not in another file', async () => {
    const [summary, other] = [at('summary.md'), at('other.md')];
    for (const path of [summary, other]) writeFileSync(path, '<details>of another program\n');
    const env = { GITHUB_STEP_SUMMARY: summary };
    expect((await report(['--output', `md=${summary}`, '--output', `md=${other}`], env)).exitCode).toBe(0);
    expect(readFileSync(other, 'utf8')).toMatch(/^## staticfire: GO\n/);
    expect(readFileSync(summary, 'utf8')).toBe(`<details>of another program\n\n${readFileSync(other, 'utf8')}`);
    expect((await report(['--output', `junit=${summary}`], env)).exitCode).toBe(0);
    expect(readFileSync(summary, 'utf8')).toMatch(/^<\?xml/);
  });

  it('stays below what GitHub takes, with what was there', async () => {
    const summary = at('summary.md');
    writeFileSync(summary, `${'x'.repeat(1_048_576 - 7000)}\n`);
    expect((await report(['--output', `md=${summary}`], { GITHUB_STEP_SUMMARY: summary })).exitCode).toBe(0);
    const text = readFileSync(summary, 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_048_576);
    expect(text).toMatch(/left out, because there is no more room/);
  });

  it('that is not there yet is a new file', async () => {
    expect((await report(['--output', `md=${at('new.md')}`], { GITHUB_STEP_SUMMARY: at('new.md') })).exitCode).toBe(0);
    expect(readFileSync(at('new.md'), 'utf8')).toMatch(/^## staticfire/);
  });
});

describe('stdout', () => {
  it.skipIf(process.platform === 'win32')('may be closed by its reader', () => {
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${STATICFIRE}" report "${result}" --format json | head -c 20`], {
      encoding: 'utf8',
    });
    expect(stdout).toHaveLength(20);
    expect(stderr).toBe('');
  });

  it('has the width of COLUMNS, and colours when they are forced', async () => {
    const narrow = (await report([], { COLUMNS: '60' })).stdout;
    expect(narrow).not.toBe((await report([])).stdout);
    expect((await report([], { FORCE_COLOR: '1' })).stdout).toContain('\x1b[');
    expect((await report([], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).toContain('\x1b[');
    expect((await report(['--color', 'never'], { FORCE_COLOR: '1' })).stdout).not.toContain('\x1b[');
  });
});

/** A file system of 16 KiB, where one can be mounted. */
function tinyDisk(): string | undefined {
  if (!isRoot || process.platform !== 'linux') return undefined;
  const disk = mkdtempSync(join(tmpdir(), 'staticfire-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', disk]);
  return status === 0 ? disk : undefined;
}
