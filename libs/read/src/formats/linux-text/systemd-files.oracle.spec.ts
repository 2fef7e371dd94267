import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEnvironmentFile } from './environment-file.ts';
import { parseSysctlFile } from './sysctl-file.ts';
import { parseTmpfilesAttributes } from './tmpfiles-attributes.ts';
import { parseTmpfilesFile } from './tmpfiles-file.ts';

const SEED = 20261125;
const SYSCTL = '/lib/systemd/systemd-sysctl';
const ENVIRONMENT = '/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator';

describeOracle('files of systemd against its own programs', toolsFor('systemd-tmpfiles', 'getfattr'), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-systemd-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (program: string, args: readonly string[], env: Record<string, string> = {}) => {
    const options = { encoding: 'utf8', timeout: 30_000, env: { SYSTEMD_LOG_LEVEL: 'debug', SYSTEMD_LOG_TARGET: 'console', ...env } } as const;
    const { stdout, stderr, error } = spawnSync(program, args, options);
    if (error !== undefined) throw error;
    return { stdout, stderr };
  };

  // Every key lies below kernel parameters that do not exist, so that systemd-sysctl says what it would write and writes nothing.
  it('sysctl.d: what systemd-sysctl writes', () => {
    const name = fc.array(fc.constantFrom('a', 'b', '.', '/', '..', '//', './', '-'), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    const line = fc
      .oneof(
        {
          weight: 8,
          arbitrary: fc.tuple(
            fc.constantFrom('', '-', ' ', '- '),
            fc.constantFrom('.', '/', '//'),
            name,
            fc.constantFrom('=', ' = ', '\t='),
            fc.constantFrom('1', ' 2 3 ', '', 'x=y', '# z'),
          ),
        },
        { weight: 1, arbitrary: fc.constantFrom('# staticfire.x=1', ';staticfire.x=1', 'staticfire.junk', '', ' ') },
      )
      .map((parts) => (typeof parts === 'string' ? parts : `${parts[0]}staticfire${parts.slice(1).join('')}`));
    let keys = 0;
    for (const lines of fc.sample(fc.array(line, { minLength: 20, maxLength: 20 }), { seed: SEED, numRuns: 40 })) {
      const text = lines.join('\n').replaceAll(/\n(?=.*a.*=)/g, '\r\n');
      writeFileSync(join(folder, 'sysctl.conf'), text);
      const { stderr } = run(SYSCTL, [join(folder, 'sysctl.conf')]);
      const written = [...stderr.matchAll(/^Setting '\/proc\/sys\/(.*)' to '(.*)'$/gm)].map(([, path, value]) => [path, value]);
      const ours = new Map<string, string>();
      for (const { kind, key, value } of parseSysctlFile(Buffer.from(text), 'x')) if (kind === 'set') ours.set(key, value!);
      expect(Object.fromEntries([...ours].map(([key, value]) => [swap(key), value])), text).toEqual(Object.fromEntries(written));
      const skipped = [...stderr.matchAll(/:(\d+): Line is not an assignment/g)].map(([, number]) => Number(number));
      expect(parseSysctlFile(Buffer.from(text), 'x').flatMap((entry) => (entry.kind === 'ignored' && !entry.key.includes('=') ? entry.line : []))).toEqual(
        skipped,
      );
      keys += ours.size;
    }
    expect(keys).toBeGreaterThan(300);
  });

  it('environment files: what the environment generator prints', () => {
    const part = fc.constantFrom('b', 'c d', '"', "'", '\\', '\\\n', ' ', '\t', '#', '=', '"e f"', "'g h'", '\\"', ';');
    const assignment = fc
      .tuple(fc.constantFrom('', ' '), fc.constantFrom('=', ' = '), fc.array(part, { maxLength: 6 }))
      .map(([before, equals, parts]) => `${before}KEY${equals}v${parts.join('')}`);
    const config = join(folder, 'config');
    mkdirSync(join(config, 'environment.d'), { recursive: true });
    for (const text of fc.sample(assignment, { seed: SEED, numRuns: 200 })) {
      writeFileSync(join(config, 'environment.d', 'a.conf'), text);
      const { stdout } = run(ENVIRONMENT, [], { XDG_CONFIG_HOME: config });
      const printed = [...stdout.matchAll(/^KEY=((?:"(?:\\[\s\S]|[^"\\])*"|\$'(?:\\[\s\S]|[^'\\])*'|[^"$\n][^\n]*)?)$/gm)].map(([, value]) => unquote(value!));
      const ours = parseEnvironmentFile(Buffer.from(text), 'x').find(({ key }) => key === 'KEY');
      expect([ours?.value], JSON.stringify(text)).toEqual(printed);
    }
  });

  it('tmpfiles.d: what systemd-tmpfiles creates, and which lines it skips', () => {
    const type = fc.constantFrom('d', 'f', 'L', 'f+', 'L+', 'D', 'd!', 'f-', 'd*', 'y', 'd!!', 'w');
    const path = fc
      .array(fc.constantFrom('a', 'b', '" c"', "'d e'", '\\"', '\\\\', '"', 'ä'), { minLength: 1, maxLength: 4 })
      .map((parts) => `/${parts.join('')}`);
    const mode = fc.constantFrom('', ' 0750', ' -', ' ~0700', ' :0711', ' 0999', ' :');
    const line = fc.tuple(
      type,
      fc.constantFrom(' ', '\t '),
      path,
      mode,
      fc.constantFrom('', ' - - -', ' root 0 - text', ' - - - -'),
      fc.constantFrom('', ' ', '\r'),
    );
    let items = 0;
    for (const [index, parts] of fc.sample(line, { seed: SEED, numRuns: 150 }).entries()) {
      const root = join(folder, `root-${index}`);
      mkdirSync(root);
      const text = parts.join('');
      writeFileSync(join(folder, 'tmpfiles.conf'), text);
      const { stderr } = run(toolPath('systemd-tmpfiles')!, [`--root=${root}`, '--create', '--boot', join(folder, 'tmpfiles.conf')]);
      const [entry] = parseTmpfilesFile(Buffer.from(text), 'x');
      expect(entry?.kind === 'ignored', `${text}\n${stderr}`).toBe(/tmpfiles\.conf:\d+: (?!.*(?:ignoring\.$|don't take))/.test(stderr));
      if (entry?.kind !== 'item' || !'dDfL'.includes(entry.type) || (entry.type === 'L' && entry.argument === undefined)) continue;
      items++;
      expect(readdirSync(root), text).toEqual([entry.path.slice(1)]);
      const made = join(root, entry.path);
      if (entry.type === 'L') expect(readlinkSync(made)).toBe(entry.argument);
      if (entry.type === 'f') expect(readFileSync(made, 'utf8')).toBe(entry.argument ?? '');
      if (entry.type === 'd' && entry.mode !== undefined && /^0/.test(entry.mode)) expect(statSync(made).mode & 0o7777).toBe(Number.parseInt(entry.mode, 8));
    }
    expect(items).toBeGreaterThan(30);
  });

  it('tmpfiles.d: which attributes systemd-tmpfiles sets', () => {
    const words = [
      'user.a=1',
      'user.a=2',
      '"user.b=a b"',
      "user.c='d e'",
      String.raw`user.d=\x41\102\n`,
      'user.e=',
      'user.f',
      '=g',
      'user.h=i=j',
      String.raw`user.k=l\ m`,
    ];
    const spoilt = ['"', "'user.n=o", String.raw`user.p=\q`, 'user.r="s"t\'u v\''];
    const word = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.constantFrom(...spoilt) });
    const argument = fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('  '));
    const samples = fc.sample(argument, { seed: SEED, numRuns: 150 });
    const root = join(folder, 'attributes');
    mkdirSync(root);
    for (const index of samples.keys()) writeFileSync(join(root, `f${index}`), '');
    writeFileSync(join(folder, 'attributes.conf'), samples.map((text, index) => `t /f${index} - - - - ${text}\n`).join(''));
    run(toolPath('systemd-tmpfiles')!, [`--root=${root}`, '--create', join(folder, 'attributes.conf')]);
    let set = 0;
    for (const [index, text] of samples.entries()) {
      const { stdout } = run(toolPath('getfattr')!, ['--absolute-names', '-d', '-m', '^user', '-e', 'hex', join(root, `f${index}`)]);
      const there = [...stdout.matchAll(/^(user\.\w)=0x([0-9a-f]*)$/gm)].map(([, name, value]) => [name, Buffer.from(value!, 'hex').toString()]);
      const parsed = parseTmpfilesAttributes(text);
      // The kernel refuses a name that is none, and systemd-tmpfiles then leaves the rest.
      const refused = parsed.findIndex(({ name }) => !/^user\.\w$/.test(name));
      const ours = new Map(parsed.slice(0, refused < 0 ? parsed.length : refused).map(({ name, value }) => [name, value]));
      expect(Object.fromEntries(ours), text).toEqual(Object.fromEntries(there));
      set += ours.size;
    }
    expect(set).toBeGreaterThan(150);
  });

  function swap(key: string): string {
    return key.replaceAll(/[/.]/g, (separator) => (separator === '.' ? '/' : '.'));
  }

  /** Shell quotes as systemd writes them. */
  function unquote(value: string): string {
    const escapes: Record<string, string> = { n: '\n', t: '\t' };
    const inner = value.startsWith("$'") ? value.slice(2, -1) : value.startsWith('"') ? value.slice(1, -1) : value;
    return inner.replaceAll(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);
  }
});
