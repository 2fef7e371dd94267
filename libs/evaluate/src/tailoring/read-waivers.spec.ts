import { describe, expect, it } from 'vitest';
import { CATALOGUE, problemsOf, sampleFiles } from '../fixtures/sample-packs.ts';
import { collectPacks, PackLoadError, type PackProblem } from '../packs/index.ts';
import { readTailoring } from './read-tailoring.ts';
import { resolveSelection } from './resolve-selection.ts';

const STRICT = { 'frame/profiles/strict.yaml': 'title: Strict\nrules: [base:a/b]\nseverities: { base:a/b: critical }\n' };

/** The waivers of a `staticfire.yaml`. Throws a PackLoadError with what is wrong. */
function waiversOf(text: string, profiles: readonly string[] = []) {
  const packs = collectPacks(sampleFiles(STRICT), CATALOGUE, []);
  const problems: PackProblem[] = [];
  const tailoring = readTailoring({ path: 'conf/staticfire.yaml', text }, problems);
  const { selection } = resolveSelection(packs, { tailoring, profiles }, problems);
  if (problems.length > 0) throw new PackLoadError(problems);
  return selection.waivers;
}

/** One entry; an empty change leaves a member out. */
function entry(changes: Readonly<Record<string, string>> = {}): string {
  const members = { rule: 'base:a/b', reason: 'no other way', owner: 'Ada', expires: '2027-03-31', ...changes };
  const written = Object.entries(members).flatMap(([key, value]) => (value === '' ? [] : [`${key}: ${value}`]));
  return `  - { ${written.join(', ')} }\n`;
}
const list = (...entries: readonly string[]) => `waivers:\n${entries.join('')}`;

describe('waivers that fit', () => {
  it('are kept as they are written, with the place of each', () => {
    const text = `failOn: low
waivers:
  # until the router is replaced
  - rule: base:words/two
    subject: net.ipv4.conf.all.accept_redirects
    reason: |
      The router in front
      of the nodes
    owner: Ada, platform team
    approvedBy: Grace
    ticket: OPS-4711
    from: 2026-10-01
    expires: 2027-03-31

  - { rule: base:a/b, reason: no other way, owner: Ada, expires: 2026-12-31 }
`;
    expect(waiversOf(text)).toEqual([
      {
        ruleId: 'base:words/two',
        subject: 'net.ipv4.conf.all.accept_redirects',
        reason: 'The router in front\nof the nodes',
        owner: 'Ada, platform team',
        approvedBy: 'Grace',
        ticket: 'OPS-4711',
        from: '2026-10-01',
        expires: '2027-03-31',
        place: { path: 'conf/staticfire.yaml', line: 4 },
      },
      { ruleId: 'base:a/b', reason: 'no other way', owner: 'Ada', expires: '2026-12-31', place: { path: 'conf/staticfire.yaml', line: 15 } },
    ]);
  });

  it.each([
    ['none', 'failOn: low\n', []],
    ['one after the other', list(entry(), entry({ from: '2027-04-01', expires: '2027-12-31' })), []],
    ['two subjects', list(entry({ subject: 'x' }), entry({ subject: 'y' })), []],
    ['one finding beside the whole rule', list(entry(), entry({ subject: 'x' })), []],
    ['a rule that is deselected', `rules: { base:a/b: { deselect: ticket 1 } }\n${list(entry())}`, []],
    ['a rule that the profile does not select', list(entry({ rule: 'base:a/p' })), ['frame/strict']],
    ['a critical rule that somebody approved', list(entry({ approvedBy: 'Grace' })), ['frame/strict']],
    ['a rule that is critical no more', `rules: { base:a/b: { severity: high } }\n${list(entry())}`, ['frame/strict']],
    ['a single day', list(entry({ from: '2027-03-31' })), []],
  ])('%s', (_, text, profiles) => {
    expect(() => waiversOf(text, profiles)).not.toThrow();
  });
});

describe('waivers that do not fit', () => {
  it.each([
    ['an unknown rule', entry({ rule: 'base:a/c' }), /^conf\/staticfire\.yaml:2:13: there is no rule base:a\/c; did you mean base:a\/b\?$/],
    ['a misspelt member', entry({ until: '2027-03-31' }), /:2:\d+: 'until' is not known here/],
    ['a member that is nearly right', entry({ expires: '', expire: '2027-03-31' }), /'expire' is not known here; did you mean 'expires'\?/],
    ['no reason', entry({ reason: '' }), /:2:5: must have required property 'reason', for example: \{"rule":/],
    ['a reason too short', entry({ reason: 'ok' }), /:2:\d+: a reason is needed, for example: "the router/],
    ['a blank reason', entry({ reason: '"    "' }), /:2:\d+: a reason is needed, for example: "the router/],
    ['no owner', entry({ owner: '' }), /must have required property 'owner'/],
    ['a blank owner', entry({ owner: '" "' }), /an owner is needed, for example: "Ada, platform team"/],
    ['a blank approval', entry({ approvedBy: '""' }), /who approved it is needed, for example: "Grace/],
    ['a ticket that is a number', entry({ ticket: '4711' }), /a ticket as text is needed, for example: "OPS-4711"/],
    ['no end', entry({ expires: '' }), /must have required property 'expires'/],
    ['no such day', entry({ expires: '2027-02-29' }), /:2:\d+: there is no day 2027-02-29$/],
    ['no such first day', entry({ from: '2026-04-31' }), /:2:\d+: there is no day 2026-04-31$/],
    ['a day of another shape', entry({ expires: '31.3.2027' }), /a day as YYYY-MM-DD is needed, for example: "2027-03-31"$/],
    ['an end before the beginning', entry({ from: '2027-04-01' }), /:2:\d+: it ends before it begins$/],
    ['a subject that names nothing', entry({ subject: '""' }), /must not be empty/],
  ])('%s', (_, text, message) => {
    expect(problemsOf(() => waiversOf(list(text)))).toMatch(message);
  });

  it.each([
    ['the rule, for all of it', entry(), entry(), ':3:13: base:a/b is waived twice, until 2027-03-31; one may only follow on another'],
    ['the rule, for one day', entry(), entry({ from: '2027-03-31', expires: '2027-12-31' }), ':3:13: base:a/b is waived twice, from 2027-03-31 to 2027-03-31;'],
    ['one finding', entry({ subject: 'x' }), entry({ subject: 'x' }), ':3:13: base:a/b of x is waived twice, until 2027-03-31;'],
  ])('two about %s', (_, first, second, message) => {
    expect(problemsOf(() => waiversOf(list(first, second)))).toContain(message);
  });

  it.each([
    ['in a profile', '', ['frame/strict']],
    ['in the tailoring', 'rules: { base:a/b: { severity: critical } }\n', []],
  ])('a rule that is critical %s, without approval', (_, text, profiles) => {
    expect(problemsOf(() => waiversOf(text + list(entry()), profiles))).toMatch(
      /: base:a\/b is critical: a waiver of it says under approvedBy who approved it, for example: approvedBy: Grace/,
    );
  });

  it('no list', () => {
    expect(problemsOf(() => waiversOf('waivers: { base:a/b: 2027-03-31 }\n'))).toMatch(/1:10: must be array/);
  });

  it('all that is wrong is told at once', () => {
    expect(problemsOf(() => waiversOf(list(entry({ rule: 'x' }), entry({ expires: '2027-02-30' })))).split('\n')).toHaveLength(2);
  });
});
