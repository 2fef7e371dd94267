import { describe, expect, it } from 'vitest';
import { CATALOGUE, loadSample, problemsOf, sampleFiles, sampleTexts } from '../fixtures/sample-packs.ts';
import { collectPacks, PackLoadError, type PackProblem } from '../packs/index.ts';
import { isJudged } from '../rules/selection.ts';
import { readTailoring } from './read-tailoring.ts';
import { resolveSelection, type SelectionInput } from './resolve-selection.ts';

const MORE_PROFILES = {
  'frame/profiles/level-2.yaml': 'title: Level 2\ncontrols: { levels: [2] }\nseverities: { base:a/b: critical }\nfailOn: critical\n',
  'frame/profiles/words.yaml': 'title: Words\nrules: ["base:words/", base:a/p]\nseverities: { base:a/b: low }\n',
};

/** The selection of a tailoring, attestations and options. Throws a PackLoadError with what is wrong. */
function resolve(text: string, input: Omit<SelectionInput, 'tailoring' | 'attestations'> & { readonly attestations?: string } = {}) {
  const packs = collectPacks(sampleFiles(MORE_PROFILES), CATALOGUE, []);
  const problems: PackProblem[] = [];
  const tailoring = readTailoring({ path: 'staticfire.yaml', text }, problems);
  const attestations = input.attestations === undefined ? undefined : { path: 'attestations.yaml', text: input.attestations };
  const resolved = resolveSelection(packs, { ...input, tailoring, attestations }, problems);
  if (problems.length > 0) throw new PackLoadError(problems);
  return resolved;
}

const ALL = loadSample().flatMap(({ rules }) => rules.map(({ id }) => id));
const judgedOf = (text: string, profiles: readonly string[] = []) => {
  const { selection } = resolve(text, { profiles });
  return ALL.filter((id) => isJudged(selection, id));
};

describe('what is selected', () => {
  it.each([
    ['nothing said', '', [], ALL],
    ['a file of comments', '# nothing yet\n', [], ALL],
    ['a profile by level: the rules of its controls', 'profile: frame/level-1', [], ['base:a/b']],
    ['a profile by a prefix', 'profile: frame/words', [], ['base:a/p', 'base:words/one', 'base:words/two']],
    ['two profiles together', 'profile: [frame/level-1, frame/words]', [], ['base:a/b', 'base:a/p', 'base:words/one', 'base:words/two']],
    ['a profile that was asked for, before that of the file', 'profile: frame/words', ['frame/level-1'], ['base:a/b']],
    ['a deselected rule', 'profile: frame/words\nrules: { base:a/p: { deselect: ticket 1 } }', [], ['base:words/one', 'base:words/two']],
    ['a deselected control brings no rules', 'profile: frame/level-1\ncontrols: { frame/1.1: { deselect: ticket 1 } }', [], []],
  ])('%s', (_, text, profiles, expected) => {
    expect(judgedOf(text, profiles)).toEqual(expected);
  });

  it('of severities of two profiles the most severe counts, that of the tailoring before both', () => {
    const profiles = 'profile: [frame/level-2, frame/words]';
    expect(resolve(profiles).selection.severities.get('base:a/b')).toBe('critical');
    expect(resolve(`${profiles}\nrules: { base:a/b: { severity: info } }`).selection.severities.get('base:a/b')).toBe('info');
  });

  it('keeps parameters, reasons and attestations', () => {
    const { selection } = resolve('rules: { base:a/b: { deselect: ticket 1 } }\nparameters: { base: { words: [a, b] } }', {
      attestations: 'attestations: [{ control: frame/1.10, statement: s, who: w, when: 2026-01-01, validUntil: 2026-01-01 }]',
    });
    expect([...selection.deselectedRules]).toEqual([['base:a/b', 'ticket 1']]);
    expect(selection.parameters).toEqual({ base: { words: ['a', 'b'] } });
    expect([...selection.attestations]).toEqual([['frame/1.10', [{ statement: 's', who: 'w', when: '2026-01-01', validUntil: '2026-01-01' }]]]);
  });
});

describe('the threshold of the gate', () => {
  it.each([
    ['flag or environment first', 'failOn: low\nprofile: frame/level-1', { failOn: 'info' as const }, 'info'],
    ['then the file', 'failOn: low\nprofile: frame/level-1', {}, 'low'],
    ['then the profile', 'profile: frame/level-1', {}, 'medium'],
    ['of two profiles the stricter', 'profile: [frame/level-2, frame/level-1]', {}, 'medium'],
    ['then high', '', {}, 'high'],
    ['none is a threshold too', 'failOn: none\nprofile: frame/level-1', {}, 'none'],
  ])('%s', (_, text, input, expected) => {
    expect(resolve(text, input).failOn).toBe(expected);
  });
});

describe('a tailoring that does not fit', () => {
  it.each([
    ['deselecting without a reason', 'rules:\n  base:a/b: { deselect: "" }', /^staticfire\.yaml:2:25: a reason is needed, for example: "we sign[^\n]*$/],
    ['deselecting with null', 'rules:\n  base:a/b: { deselect: }', /^staticfire\.yaml:2:\d+: a reason is needed, for example: "we sign[^\n]*$/],
    ['deselecting with blanks', 'rules:\n  base:a/b: { deselect: "     " }', /^staticfire\.yaml:2:25: a reason is needed, for example: "we sign[^\n]*$/],
    ['neither a reason nor a severity', 'rules:\n  base:a/b: {}', /2:13: either deselect with a reason or a severity is needed, for example: \{"deselect":/],
    ['both', 'rules:\n  base:a/b: { deselect: ticket 1, severity: low }', /2:13: either deselect with a reason or a severity is needed/],
    ['a control without a reason', 'controls:\n  frame/1.1: {}', /2:14: deselect with a reason is needed, for example: \{"deselect":/],
    ['an unknown rule', 'rules:\n  base:a/c: { severity: low }', /^staticfire\.yaml:2:13: there is no rule base:a\/c; did you mean base:a\/b\?/],
    ['an unknown control', 'controls:\n  frame/1.3: { deselect: ticket 1 }', /there is no control frame\/1\.3; did you mean frame\/1\.1\?/],
    ['an unknown pack', 'parameters:\n  bass: { most: 1 }', /there is no pack bass; did you mean base\?/],
    ['an unknown parameter', 'parameters:\n  base: { mots: 1 }', /2:17: there is no parameter mots; did you mean most\?/],
    ['a parameter of another type', 'parameters:\n  base: { most: many }', /2:17: most must be an integer/],
    [
      'an unknown profile',
      'profile: frame/level-3',
      /^staticfire\.yaml:1:10: there is no profile frame\/level-3; did you mean frame\/level-[12]\?; there are frame\/level-1 \(Level 1\), frame\/level-2/,
    ],
    ['an unknown profile in a list', 'profile: [frame/level-1, x]', /1:26: there is no profile x; there are frame/],
    ['an unknown severity', 'failOn: urgent', /1:9: must be one of critical, high, medium, low, info, none/],
    ['a misspelt key', 'failon: high', /'failon' is not known here; did you mean 'failOn'\?/],
    ['no mapping', '- a', /1:1: must be object or null/],
    ['a key that is there twice', 'failOn: high\nfailOn: low', /2:1: .*unique/i],
  ])('%s', (_, text, message) => {
    expect(problemsOf(() => resolve(text))).toMatch(message);
  });

  it('tells all that is wrong at once', () => {
    expect(problemsOf(() => resolve('rules: { x: { severity: low } }\ncontrols: { y: { deselect: ticket } }\nprofile: z')).split('\n')).toHaveLength(3);
  });

  it('a profile that was asked for and is not there', () => {
    expect(() => resolve('', { profiles: ['frame/level-9'] })).toThrow(/there is no profile frame\/level-9; .*there are frame\/level-1 \(Level 1\)/);
  });
});

describe('attestations that do not fit', () => {
  const entry = (changes: Readonly<Record<string, string>> = {}) => {
    const fields = { control: 'frame/1.10', statement: 's', who: 'w', when: '2026-01-01', validUntil: '2026-12-31', ...changes };
    return `{ ${Object.entries(fields)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ')} }`;
  };
  const attest = (...entries: readonly string[]) =>
    problemsOf(() => resolve('', { attestations: `attestations:\n${entries.map((each) => `  - ${each}\n`).join('')}` }));

  it.each([
    [
      'a control that evidence decides',
      entry({ control: 'frame/1.1' }),
      /^attestations\.yaml:2:16: frame\/1\.1 is decided by evidence; only manual, runtime-only and partial/,
    ],
    ['an unknown control', entry({ control: 'frame/1.11' }), /there is no control frame\/1\.11; did you mean frame\/1\.1/],
    ['a day that does not exist', entry({ validUntil: '2026-02-30' }), /there is no day 2026-02-30/],
    ['a date of another shape', entry({ when: '1.1.2026' }), /:2:\d+: a day as YYYY-MM-DD is needed, for example: "2027-03-31"$/],
    ['a month that no year has', entry({ validUntil: '2026-13-41' }), /a day as YYYY-MM-DD is needed, for example: "2027-03-31"$/],
    ['an end before the beginning', entry({ validUntil: '2025-12-31' }), /it ends before it begins/],
    ['nobody who says it', entry({ who: '""' }), /must not be empty/],
    ['a misspelt key', entry({ until: '2026-12-31' }), /'until' is not known here/],
  ])('%s', (_, text, message) => {
    expect(attest(text)).toMatch(message);
  });

  it.each([
    ['all of it', {}, '2026-01-01 to 2026-12-31'],
    ['its last day', { when: '2026-12-31', validUntil: '2027-12-31' }, '2026-12-31 to 2026-12-31'],
    ['some days before', { when: '2025-01-01', validUntil: '2026-02-01' }, '2026-01-01 to 2026-02-01'],
  ])('a control that is attested twice for %s', (_, second, days) => {
    expect(attest(entry(), entry(second))).toContain(`:3:16: frame/1.10 is attested twice, from ${days}`);
  });

  it('but one may follow on another', () => {
    const [now, next] = [entry(), entry({ when: '2027-01-01', validUntil: '2027-12-31' })];
    const { selection } = resolve('', { attestations: `attestations:\n  - ${next}\n  - ${now}\n` });
    expect(selection.attestations.get('frame/1.10')?.map(({ when }) => when)).toEqual(['2027-01-01', '2026-01-01']);
  });
});

it('the sample itself has nothing wrong', () => {
  expect(Object.keys(sampleTexts)).not.toHaveLength(0);
  expect(loadSample(MORE_PROFILES)).toHaveLength(2);
});
