import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFileName, FormatError, ReadError } from '@staticfire/read/bytes';
import { type FileContextType, parseFileContextAliases, parseFileContexts } from '@staticfire/read/formats/file-contexts';
import { debianFileContexts, debianFolder, describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Random } from './fixtures/random.ts';
import { changePath, randomMatch } from './fixtures/random-path.ts';
import { randomRegex } from './fixtures/random-regex.ts';
import { type FileContextTables, type LabelAnswer, type LabelLookup, lookUpLabels } from './index.ts';
import { matchWays } from './pcre/match-ways.ts';
import { parsePcre } from './pcre/parse-pcre.ts';
import { translateSpec } from './translate-spec.ts';

const SEED = 20261125;
/** The letters of matchpathcon's option -m. */
const LETTERS: Readonly<Record<FileContextType, string>> = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  'char-device': 'c',
  'block-device': 'b',
  fifo: 'p',
  socket: 's',
};
const TYPES = Object.keys(LETTERS) as FileContextType[];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-contexts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What libselinux says of latin1 paths; without a type they must not exist on this machine. */
function matchPathCon(table: string, type: FileContextType | undefined, paths: readonly string[]): readonly string[] {
  const mode = type === undefined ? [] : ['-m', LETTERS[type]];
  const args = ['-0', '-r', toolPath('matchpathcon')!, '-N', '-n', '-f', table, ...mode, '--'];
  const { stdout, stderr } = spawnSync('xargs', args, {
    input: Buffer.from(paths.map((path) => `${path}\0`).join(''), 'latin1'),
    encoding: 'latin1',
    timeout: 120_000,
  });
  const answers = stdout.split('\n').slice(0, -1);
  expect(answers.length, stderr).toBe(paths.length);
  return answers;
}

/** Of which `<<none>>` also stands for no match, as in libselinux. */
function textOf(answer: LabelAnswer): string {
  return answer.kind === 'context' ? answer.context : '<<none>>';
}

function lookupsOf(paths: readonly string[], type: FileContextType | undefined): readonly LabelLookup[] {
  return paths.map((path) => ({ path: decodeFileName(Buffer.from(path, 'latin1')), ...(type === undefined ? {} : { type }) }));
}

async function compare(
  tables: FileContextTables,
  table: string,
  paths: readonly string[],
  types: readonly (FileContextType | undefined)[],
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const [share, type] of types.entries()) {
    const own = paths.filter((_, index) => index % types.length === share);
    const expected = matchPathCon(table, type, own);
    const answers = await lookUpLabels(tables, lookupsOf(own, type));
    const ours = answers.map((answer, index) => `${JSON.stringify(own[index])} ${type}: ${textOf(answer)}`);
    expect(ours).toEqual(expected.map((context, index) => `${JSON.stringify(own[index])} ${type}: ${context}`));
    for (const context of expected) seen.add(context);
  }
  return seen;
}

/** Latin1 paths that the expressions of a table nearly match. Not a literal one and a line feed, which libselinux takes for the literal up to 3.7. */
function pathsFor(text: string, perSpec: number): readonly string[] {
  const random = new Random(SEED);
  const specs = parseFileContexts(Buffer.from(text, 'latin1'), 'x');
  const nodes = specs.map(({ regex }) => parsePcre(regex, { structure: 'x' }));
  const paths = nodes.flatMap((node) => Array.from({ length: perSpec }, () => changePath(randomMatch(node, random), random)));
  const literals = new Set(specs.map(({ regex }) => regex.replaceAll('\\', '')));
  return paths.filter((path) => path.startsWith('/') && !path.includes('\0') && !(path.endsWith('\n') && literals.has(path.slice(0, -1))));
}

describeOracle('lookups against matchpathcon', toolsFor('matchpathcon', 'secilc', 'apt-get', 'dpkg-deb', 'bzip2'), () => {
  it('Debian: every spec of the default policy, with its aliases', async () => {
    const contexts = join(await debianFolder('selinux-policy-default', 'etc/selinux/default'), 'contexts/files');
    const table = join(folder, 'debian');
    const text = readFileSync(await debianFileContexts('default'), 'latin1');
    const aliases = readFileSync(join(contexts, 'file_contexts.subs_dist'));
    writeFileSync(table, text);
    writeFileSync(`${table}.subs_dist`, aliases);
    const specs = parseFileContexts(Buffer.from(text, 'latin1'), table);
    expect(specs.length).toBeGreaterThan(5000);
    const paths = [
      ...pathsFor(text, 10),
      ...['/bin', '/lib64', '/var/run', '/etc/systemd/system', '/run/lock'].flatMap((path) => [path, `${path}/x`, `${path}x`]),
    ];
    expect(paths.length).toBeGreaterThan(40_000);
    const tables = { files: [{ path: table, specs }], aliases: [[], parseFileContextAliases(aliases, 'subs_dist')] };
    expect((await compare(tables, table, paths, TYPES)).size).toBeGreaterThan(800);
  });
});

describeOracle('tables of our own against matchpathcon', toolsFor('matchpathcon'), () => {
  let count = 0;
  beforeEach(() => {
    count++;
  });
  const table = () => join(folder, `own-${count}`);
  const load = (text: string): FileContextTables => {
    writeFileSync(table(), text);
    return { files: [{ path: table(), specs: parseFileContexts(Buffer.from(text), table()) }] };
  };

  it('a table like those of images', async () => {
    const text = [
      '/.*\tu:r:root:s0',
      '/.*/usr/bin/mounter\t--\tu:r:mounter:s0',
      '/.*/usr(/fips)?/bin/runner.*\t--\tu:r:runner:s0',
      '/data/.*\t<<none>>',
      '/state/lib/clock/.*\tu:r:clock:s0',
      '/data\tu:r:data:s0',
      '/data/media\t-d\tu:r:media:s0',
      '/state/lib/clock/seed\tu:r:seed:s0',
    ].join('\n');
    const paths = [...pathsFor(text, 500), '/', '//', '/data/', '/a/usr/bin/mounter', '/usr/bin/mounter', '/data/media'];
    expect((await compare(load(text), table(), paths, TYPES)).size).toBe(8);
  });

  it('without a type, every spec fits', async () => {
    const text = '/staticfire/.* -d u:r:directory\n/staticfire/a -l u:r:link\n/staticfire/b.* u:r:any\n';
    expect((await compare(load(text), table(), ['/staticfire/a', '/staticfire/b', '/staticfire/c', '/staticfire'], [undefined])).size).toBe(4);
  });

  it('aliases: local ones, then those of the distribution, whole components, the last line first', async () => {
    const tables = load('/.* u:r:root\n/t/.* u:r:t\n/t/y.* u:r:ty\n/u/.* u:r:u\n/z u:r:z\n');
    const local = '/a /b\n/c /t\n/c /u\n# x y\n/only\n  /e\t/  extra\n/f/ /t\n';
    const distribution = '/b /t\n/u /t/y\n/t /z\n';
    writeFileSync(`${table()}.subs`, local);
    writeFileSync(`${table()}.subs_dist`, distribution);
    const aliases = [parseFileContextAliases(Buffer.from(local), 'l'), parseFileContextAliases(Buffer.from(distribution), 'd')];
    const ends = ['', '/', '/x', '/y', 'x', '/z', '//y/'];
    const paths = ['/a', '/b', '/c', '/t', '/u', '/e', '/f', '/f/', '/only', '/#'].flatMap((start) => ends.map((end) => start + end));
    expect((await compare({ ...tables, aliases }, table(), paths, ['file'])).size).toBe(4);
  });

  it('three files: later ones win, but literals beat expressions of any file', async () => {
    const texts = ['/a u:r:a0\n/a.* u:r:e0\n/b.* u:r:b0\n/c u:r:c0\n', '/a.? u:r:e1\n/b.* <<none>>\n', '/c u:r:c2\n/b.x u:r:b2\n'];
    const paths = ['', '.homedirs', '.local'].map((end) => `${table()}${end}`);
    for (const [index, text] of texts.entries()) writeFileSync(paths[index]!, text);
    const files = texts.map((text, index) => ({ path: paths[index]!, specs: parseFileContexts(Buffer.from(text), 'x') }));
    expect((await compare({ files }, table(), ['/a', '/ab', '/abc', '/b', '/bbx', '/c', '/d'], ['file'])).size).toBe(6);
  });

  describe('random expressions', () => {
    it('those that are translated match the same paths; those that libselinux compiles are not called malformed', async () => {
      const random = new Random(SEED);
      let translated = 0;
      let matched = 0;
      let unread = 0;
      for (let round = 0; round < 400; round++) {
        const regex = randomRegex(random);
        const tables = load(`${regex} u:r:t\n`);
        const paths = randomPaths(regex, random);
        const expected = matchPathCon(table(), 'file', paths);
        try {
          const { literal } = translateSpec({ line: 1, regex }, table());
          const answers = await lookUpLabels(tables, lookupsOf(paths, 'file'), { match: 250, all: 10_000, memory: 128 });
          const compared = paths.flatMap((path, index) => (literal !== undefined && path.endsWith('\n') ? [] : [index]));
          const lines = (texts: readonly string[]) => compared.map((index) => `${JSON.stringify(paths[index])} ${texts[index]}`);
          expect(lines(answers.map(textOf)), regex).toEqual(lines(expected));
          translated++;
          matched += expected.filter((context) => context !== '<<none>>').length;
        } catch (error) {
          if (!(error instanceof ReadError)) throw error;
          if (!(error instanceof FormatError)) unread++;
          else expect(new Set(expected), `${regex}: ${error.message}`).toEqual(new Set(['<<none>>']));
        }
      }
      expect(translated).toBeGreaterThan(250);
      expect(unread).toBeLessThan(120);
      expect(matched).toBeGreaterThan(2000);
    });
  });

  /**
   * Paths that are near to an expression, but not where PCRE2 itself errs: it takes \S and \v for disjoint and repeats the first without giving
   * back, although both match the byte 0x85 (likewise \h and 0xa0); and it gives up after ten million steps.
   */
  function randomPaths(regex: string, random: Random): readonly string[] {
    const fixed = ['/', '/a', '/ab', '/a\n', '/]', '/a/b', '/\xa0', '/{', '/a{,2}', '/1', '/_', '/-'];
    const unfit = /\\[hHvV]/.test(regex) ? /[\0\x85\xa0]/ : /\0/;
    const near: string[] = [];
    let longest = 200;
    try {
      const node = parsePcre(`^${regex}$`, { structure: 'x' });
      if (matchWays(node, true).degree === Infinity) longest = 9;
      for (let count = 0; count < 40; count++) near.push(changePath(randomMatch(node, random), random));
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
    }
    return [...fixed, ...near].filter((path) => path.startsWith('/') && path.length <= longest && !unfit.test(path));
  }
});
