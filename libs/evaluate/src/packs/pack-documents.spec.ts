import { describe, expect, it } from 'vitest';
import { headerText, loadSample, problemsOf, ruleText, sampleTexts, tableText } from '../fixtures/sample-packs.ts';

const ruleOf = (id: string, changes: Readonly<Record<string, string>> = {}) =>
  loadSample(changes)
    .flatMap(({ rules }) => rules)
    .find((rule) => rule.id === id)!;

describe('documents of packs that fit', () => {
  it('a row of a table is a rule with its values in every text', () => {
    expect(ruleOf('base:words/one')).toMatchObject({
      title: 'The word is uno',
      rationale: 'why uno {row}',
      severity: 'high',
      row: { columns: { word: 'uno', others: [] } },
    });
  });

  it('a row says what differs from its template', () => {
    expect(ruleOf('base:words/two')).toMatchObject({ title: 'Two, deux, zwei', severity: 'low', securitySeverity: 2, rationale: 'why due {row}' });
  });

  it('a row takes a default for a column that it does not name; a case of several rows is one of each', () => {
    const rows = '[{ id: one, word: uno }, { id: two, word: due, others: [deux] }]';
    const cases = tableText().split('cases: [')[1]!.trim();
    const text = tableText({ rows, defaults: '{ others: [eins] }', cases: `[{ name: both, row: [one, two], expect: fail }, ${cases}` });
    expect(ruleOf('base:words/one', { [TABLE]: text }).row?.columns).toEqual({ word: 'uno', others: ['eins'] });
    expect(ruleOf('base:words/two', { [TABLE]: text })).toMatchObject({ row: { columns: { others: ['deux'] } }, cases: [{ name: 'both', row: 'two' }] });
  });

  it('what is left out is told in order', () => {
    const text = 'leftOut:\n  - { id: b, title: t, reason: r }\n  - { id: a, title: t, reason: r, references: { linux: [x] } }\n';
    expect(loadSample({ 'base/left-out.yaml': text })[0]!.leftOut).toEqual([
      { id: 'b', title: 't', reason: 'r', references: {} },
      { id: 'a', title: 't', reason: 'r', references: { linux: ['x'] } },
    ]);
  });

  it('the rows of a table share one compiled expression', () => {
    expect(ruleOf('base:words/one')).not.toBe(ruleOf('base:words/two'));
    const [base] = loadSample();
    const [one, two] = base!.rules.filter(({ row }) => row !== undefined);
    expect(one!.assert).toBe(two!.assert);
  });

  it('controls keep their order, a profile knows its controls', () => {
    const frame = loadSample().find(({ id }) => id === 'frame')!;
    expect(frame.controls.map(({ id }) => id)).toEqual(['1.1', '1.2', '1.10']);
    expect(frame.profiles).toEqual([{ id: 'frame/level-1', title: 'Level 1', controls: ['1.1'], rules: [], severities: {}, failOn: 'medium' }]);
  });

  it('rules of packs that are required by required ones may be named', () => {
    const top = { 'top/pack.yaml': headerText('top', { requires: '[frame]' }), 'top/controls.yaml': 'controls: [{ id: "1", title: t, rules: [base:a/b] }]\n' };
    expect(loadSample(top).map(({ id }) => id)).toEqual(['base', 'frame', 'top']);
  });
});

const TABLE = 'base/tables/words.yaml';
const CONTROLS = 'frame/controls.yaml';
const PROFILE = 'frame/profiles/level-1.yaml';
const HEADER = 'base/pack.yaml';
const controls = (...rows: readonly string[]) => `controls:\n${rows.map((row) => `  - ${row}\n`).join('')}`;
const parameters = (text: string) => headerText('base', { parameters: text });

describe('documents of packs that do not fit', () => {
  it.each([
    [
      'a row that is there twice',
      TABLE,
      tableText({ rows: '[{ id: one, word: a, others: [] }, { id: one, word: b, others: [] }]' }),
      /words\.yaml:12:48: there is another row one/,
    ],
    [
      'a column that is not declared',
      TABLE,
      tableText({ rows: '[{ id: one, word: a, others: [], wrod: b }]' }),
      /12:46: there is no column wrod; did you mean word\?/,
    ],
    ['a column that is missing', TABLE, tableText({ rows: '[{ id: one, word: a }]' }), /12:8: row one has no column others/],
    ['a default of no column', TABLE, tableText({ defaults: '{ wrod: a }' }), /there is no column wrod; did you mean word\?/],
    ['a default of another type', TABLE, tableText({ defaults: '{ others: a }' }), /others must be a list of strings/],
    [
      'a case of a row and an unknown one',
      TABLE,
      tableText({ cases: '[{ name: a, row: [one, oen], expect: pass }]' }),
      /there is no row oen; did you mean one\?/,
    ],
    [
      'something left out that is a rule',
      'base/left-out.yaml',
      'leftOut: [{ id: words/one, title: t, reason: r }]',
      /1:17: there is a rule words\/one; it is not left out/,
    ],
    ['something left out twice', 'base/left-out.yaml', 'leftOut: [{ id: x, title: t, reason: r }, { id: x, title: t, reason: r }]', /x is left out twice/],
    ['a column of another type', TABLE, tableText({ rows: '[{ id: one, word: 1, others: [] }]' }), /12:25: word must be a string, for example: "text"/],
    ['a column that rows use already', TABLE, tableText({ columns: '{ word: string, others: strings, title: string }' }), /rows use title already/],
    ['an unknown type of column', TABLE, tableText({ columns: '{ word: text, others: strings }' }), /11:18: must be one of string, int, bool, strings/],
    ['a case without a row', TABLE, tableText({ cases: '[{ name: a, expect: pass }]' }), /a case of a table names its row, for example: row: one/],
    ['a case of an unknown row', TABLE, tableText({ cases: '[{ name: a, row: oen, expect: pass }]' }), /there is no row oen; did you mean one\?/],
    ['a table without all kinds of case', TABLE, tableText({ cases: '[{ name: a, row: one, expect: pass }]' }), /a case that fails is missing/],
    ['a misspelt column in an expression', TABLE, tableText({ assert: 'f.word == row.wrod' }), /10:\d+: .*wrod/],
    ['a misspelt column under .?', TABLE, tableText({ assert: 'row.?wrod.orValue("") == f.word' }), /there is no field 'wrod'/],
    ['a misspelt column in a title', TABLE, tableText({ title: '"{row.wrod}"' }), /1:8: there is no column wrod; did you mean word\?/],
    ['a fact in a title', TABLE, tableText({ rationale: '"{f.word}"' }), /only columns can be shown here/],
    ['a brace without its other one', TABLE, tableText({ remediation: '"a } b"' }), /'}' is not paired/],
    [
      'a severity of a row outside of its band',
      TABLE,
      tableText({ rows: '[{ id: one, word: a, others: [], severity: low }]' }),
      /12:50: low goes from 0\.1 to 3\.9/,
    ],
    [
      'a case of a rule that names a row',
      'base/rules/a/b.yaml',
      ruleText({ cases: '[{ name: a, row: one, expect: pass }]' }),
      /11:25: only the cases of a table name a row/,
    ],
    ['a row in a rule', 'base/rules/a/b.yaml', ruleText({ assert: 'f.word == row.word' }), /Unknown variable: row/],

    ['a control with neither rules nor status', CONTROLS, controls('{ id: "1", title: t }'), /2:11: a control has rules, or a status with a reason/],
    ['a control with both', CONTROLS, controls('{ id: "1", title: t, rules: [base:a/b], status: manual, reason: r }'), /has no status of its own/],
    ['a status without a reason', CONTROLS, controls('{ id: "1", title: t, status: manual }'), /must have property reason when property status is present/],
    ['a reason without a status', CONTROLS, controls('{ id: "1", title: t, rules: [base:a/b], reason: r }'), /a reason explains a status/],
    ['a status with partial', CONTROLS, controls('{ id: "1", title: t, status: manual, reason: r, partial: p }'), /partial says what rules leave open/],
    [
      'a control that is there twice',
      CONTROLS,
      controls('{ id: "1", title: t, rules: [base:a/b] }', '{ id: "1", title: t, rules: [base:a/b] }'),
      /3:11: there is another control 1/,
    ],
    ['a key that is there twice', CONTROLS, `${controls('{ id: "1", title: t, rules: [base:a/b] }')}controls: []\n`, /3:1: .*unique/i],
    ['an id that YAML takes for a number', CONTROLS, controls('{ id: 1.10, title: t, rules: [base:a/b] }'), /2:11: must be string, for example: "1\.1\.1\.1"/],
    ['a rule that is listed twice', CONTROLS, controls('{ id: "1", title: t, rules: [base:a/b, base:a/b] }'), /base:a\/b is listed twice/],
    [
      'a rule that is not there',
      CONTROLS,
      controls('{ id: "1", title: t, rules: [base:a/bb] }'),
      /2:34: there is no rule base:a\/bb; did you mean base:a\/b\?/,
    ],
    ['an unknown status', CONTROLS, controls('{ id: "1", title: t, status: skipped, reason: r }'), /must be one of runtime-only, manual, inherently-met/],
    [
      'a misspelt key',
      CONTROLS,
      controls('{ id: "1", title: t, rulse: [base:a/b], rules: [base:a/b] }'),
      /'rulse' is not known here; did you mean 'rules'\?, for example/,
    ],

    ['a profile of an unknown level', PROFILE, 'title: t\ncontrols: { levels: [3] }\n', /2:22: no control of the pack has level 3/],
    ['a profile of an unknown control', PROFILE, 'title: t\ncontrols: { ids: ["1.3"] }\n', /2:19: there is no control 1\.3; did you mean 1\./],
    ['a profile of an unknown rule', PROFILE, 'title: t\nrules: [base:b/]\n', /2:9: there is no rule base:b\//],
    ['a profile that selects nothing', PROFILE, 'title: t\n', /1:1: a profile selects controls or rules, for example: controls: \{ levels: \[1\] \}/],
    ['a severity of an unknown rule', PROFILE, 'title: t\nrules: [base:a/]\nseverities: { base:a/x: low }\n', /3:\d+: there is no rule base:a\/x/],

    [
      'a default of another type',
      HEADER,
      parameters('{ most: { description: d, type: int, default: x } }'),
      /base\/pack\.yaml:7:59: the default must be an integer, for example: 3/,
    ],
    ['an unknown parameter', 'base/rules/a/b.yaml', ruleText({ assert: 'f.n < params.least' }), /10:\d+: .*least/],
    [
      'an unknown parameter of a case',
      'base/rules/a/b.yaml',
      ruleText({ cases: '[{ name: a, parameters: { mots: 1 }, expect: pass }]' }),
      /there is no parameter mots; did you mean most\?/,
    ],
    ['a parameter of another type', 'base/rules/a/b.yaml', ruleText({ assert: 'params.most == "3"' }), /10:\d+: /],
    [
      'a fact that is called like the parameters',
      'base/rules/a/b.yaml',
      ruleText({ facts: '{ params: test.flags }', assert: 'params.a', cases: ruleCases('params') }),
      /params has a meaning of its own/,
    ],

    ['a pattern that is none', 'base/rules/a/b.yaml', ruleText({ assert: 'f.word.re2("a(")' }), /10:20: error parsing regexp: missing closing \)/],
    ['a pattern that is no literal', 'base/rules/a/b.yaml', ruleText({ assert: 'f.word.re2(f.word)' }), /the pattern of re2 is a literal, for example/],
    ['matches, and says what to write', 'base/rules/a/b.yaml', ruleText({ assert: 'f.word.matches("a")' }), /'matches' is not offered.*write re2, for example/],
    ['a fact that no case can change', 'base/rules/a/b.yaml', ruleText({ cases: ruleCases('g') }), /there is no fact of this rule called g; did you mean f\?/],

    [
      'a pack that is required and missing',
      'frame/pack.yaml',
      headerText('frame', { requires: '[bass, base]' }),
      /frame\/pack\.yaml:7:12: there is no pack bass; did you mean base\?/,
    ],
    ['a rule of a pack that is not required', 'frame/pack.yaml', headerText('frame'), /there is no rule base:a\/b \(pack\.yaml does not require base\)/],
    [
      'packs that require one another',
      HEADER,
      headerText('base', { requires: '[frame]', parameters: '{ most: { description: d, type: int, default: 3 } }' }),
      /require one another in a circle: base → frame → base/,
    ],
    [
      'a pack that requires itself',
      HEADER,
      headerText('base', { requires: '[base]', parameters: '{ most: { description: d, type: int, default: 3 } }' }),
      /in a circle: base → base/,
    ],
  ] as const)('%s', (_, path, text, message) => {
    const problems = problemsOf(() => loadSample({ [path]: text }));
    expect(problems).toMatch(message);
    for (const line of problems.split('\n')) expect(line).toMatch(/^policies\/[a-z0-9./-]+:\d+:\d+: /);
  });

  it('a circle of packs is told once', () => {
    const text = problemsOf(() =>
      loadSample({ [HEADER]: headerText('base', { requires: '[frame]', parameters: '{ most: { description: d, type: int, default: 3 } }' }) }),
    );
    expect(text.match(/circle/g)).toHaveLength(1);
  });

  it.each([
    ['does not compile', 'base/rules/a/b.yaml', ruleText({ assert: 'f.nope' })],
    ['does not fit its schema', 'base/rules/a/b.yaml', ruleText({ severity: 'urgent' })],
    ['is no YAML', 'base/rules/a/b.yaml', 'title: "'],
    ['is a table that does not fit', TABLE, tableText({ severity: 'urgent' })],
    ['is a table with a row that has no id', TABLE, tableText({ rows: '[{ word: a, others: [] }]' })],
    ['is a table without rows', TABLE, tableText({ rows: '3' })],
    ['is a table that is no YAML', TABLE, 'title: "'],
  ])('what names a rule whose file %s is no problem of its own', (_, path, text) => {
    const profile = 'title: t\nrules: [base:words/one, "base:words/", base:a/b]\nseverities: { base:words/two: low }\n';
    const problems = problemsOf(() => loadSample({ [path]: text, [PROFILE]: profile }));
    expect(problems).toContain(path);
    expect(problems).not.toContain('there is no rule');
  });

  it('a row that is not in a table that does not compile is unknown all the same', () => {
    const changes = { [TABLE]: tableText({ severity: 'urgent' }), [CONTROLS]: controls('{ id: "1", title: t, rules: [base:words/three] }') };
    expect(problemsOf(() => loadSample(changes))).toContain('there is no rule base:words/three');
  });

  it('a table and an area of rules of one name', () => {
    const text = problemsOf(() => loadSample({ 'base/tables/a.yaml': tableText() }));
    expect(text).toContain('there is an area of rules called a');
  });
});

function ruleCases(variable: string): string {
  return `[{ name: a, expect: pass }, { name: b, expect: fail }, { name: c, given: { ${variable}: { $unreadable: x } }, expect: unknown }, { name: d, given: { ${variable}: { $absent: true } }, expect: fail }]`;
}

describe('the digest of a pack', () => {
  const digest = (changes: Readonly<Record<string, string>> = {}) => loadSample(changes).find(({ id }) => id === 'base')!.digest;

  it('does not depend on comments and layout', () => {
    const text = sampleTexts['base/rules/a/b.yaml']!;
    expect(digest({ 'base/rules/a/b.yaml': `# a comment\n${text.split('\n').reverse().join('\n')}\n\n` })).toBe(digest());
  });

  it.each([
    ['a text', { 'base/rules/a/b.yaml': ruleText({ rationale: 'another' }) }],
    ['a case', { 'base/rules/a/b.yaml': ruleText({ cases: sampleTexts['base/rules/a/b.yaml']!.split('cases: ')[1]!.replace('name: a', 'name: z') }) }],
    ['one file more', { 'base/samples.yaml': 'test.settings: { on: true }\n' }],
  ])('depends on %s', (_, changes) => {
    expect(digest(changes)).not.toBe(digest());
  });
});
