import { execFileSync } from 'node:child_process';
import { ReadError } from '@staticfire/read/bytes';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { Random } from '../fixtures/random.ts';
import { interpolate } from './interpolate.ts';
import { parseIni } from './parse-ini.ts';

/** Of every text, the sections that configparser finds with the values of their options; null for what it refuses. */
const SCRIPT = `
import configparser, io, json, sys
def value(section, name):
    try:
        return section[name]
    except configparser.Error:
        return None
def parse(text):
    parser = configparser.ConfigParser()
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
    except configparser.Error:
        return None
    return {name: {option: value(section, option) for option in section} for name, section in parser.items() if name != "DEFAULT"}
print(json.dumps([parse(text) for text in json.load(sys.stdin)]))
`;
const SEED = 20_261_125;
const TEXTS = 12_000;
const PIECES = [
  ...[
    '[a]',
    '[b]',
    '[DEFAULT]',
    '[a b] rest',
    '[x]]',
    '[]',
    '[',
    ']',
    'x',
    'y',
    'X',
    'Key',
    'a b',
    '=',
    ':',
    ' = ',
    ' : ',
    '%(x)s',
    '%(Y)s',
    '%%',
    '%',
    '%(',
    ')s',
  ],
  ...[
    '\n',
    '\n',
    '\n',
    '\n',
    '\n',
    '\n ',
    '\n  ',
    '\n\t',
    '\r\n',
    '\r',
    '\n\n',
    ' ',
    '\t',
    '#',
    ';',
    '\n#',
    '\n  ; c',
    '# c',
    'é',
    '\u00a0',
    '\u0085',
    '\ufeff',
    '\x1c',
  ],
];

type Sections = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

function configparser(texts: readonly string[]): (Sections | null)[] {
  const output = execFileSync(toolPath('/usr/bin/python3')!, ['-c', SCRIPT], { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 2 ** 26 });
  return JSON.parse(output);
}

function ours(text: string): Sections | null {
  const parsed = attempt(() => parseIni(text, 'x.ini'));
  if (parsed === null) return null;
  return Object.fromEntries(
    parsed.sections.map(({ name, options }) => {
      const all = new Map([...parsed.defaults, ...options]);
      const values = [...all].map(([option, each]) => [option, attempt(() => interpolate(each, all, { file: 'x.ini', section: name, option }))]);
      return [name, Object.fromEntries(values)];
    }),
  );
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return null;
    throw error;
  }
}

const texts = [
  '[a]\nx = 1\n  2\n\n  3\n\n[b]\nx: 4\n',
  '[DEFAULT]\nx = d\n[a]\ny = %(x)s %%\n[b]\nX = own\ny = %(X)s',
  '[a]\nx = 1\n# no\n ; no\n  2\n',
  '[a]\nx =\n  read\n  write\n\n\n',
  '[a]\n  x = 1\n y = 2\n  z = 3\n   more',
  '[a]\nx = %(y)s\ny = %(x)s',
  '[a]\nx = 1\nX = 2',
  '[a]\n[a]',
  'x = 1',
  '[a]\nno option',
  '[a]\n = 1',
  '[a]\nx = a = b : c',
  '[DEFAULT]\nx = 1\n[a]\n[DEFAULT]\ny = 2',
  `[a]\n${Array.from({ length: 12 }, (_, index) => `x${index} = %(x${index + 1})s`).join('\n')}\nx12 = end`,
];

describeOracle('INI files against configparser', toolsFor('/usr/bin/python3'), () => {
  it('written ones', () => {
    const theirs = configparser(texts);
    expect(texts.map(ours)).toEqual(theirs);
    expect(theirs.filter((each) => each === null).length).toBeGreaterThanOrEqual(5);
  });

  it(`${TEXTS} random ones (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const made = Array.from({ length: TEXTS }, () => {
      const start = random.below(4) === 0 ? '' : '[a]\n';
      return start + Array.from({ length: random.below(20) }, () => PIECES[random.below(PIECES.length)]!).join('');
    });
    const theirs = configparser(made);
    for (const [index, text] of made.entries()) expect([text, ours(text)]).toEqual([text, theirs[index]]);
    expect(theirs.filter((each) => each !== null && Object.values(each).some((options) => Object.keys(options).length > 0)).length).toBeGreaterThan(500);
  });
});
