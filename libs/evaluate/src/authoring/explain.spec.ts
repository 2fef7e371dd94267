import { describe, expect, it } from 'vitest';
import { CATALOGUE, loadSample, ruleText, tableText } from '../fixtures/sample-packs.ts';
import { explain } from './explain.ts';
import { renderExplanation } from './render-explanation.ts';

const origins = new Map([
  ['test.flags', { kind: 'collected', reads: ['files'] } as const],
  ['test.settings', { kind: 'derived', from: ['test.flags'] } as const],
]);
const explainIn = (word: string, changes: Record<string, string> = {}, parameters = {}) =>
  explain(word, { packs: loadSample(changes), origins, parameters }, CATALOGUE);

describe('explain', () => {
  it('a rule: what it reads and where that comes from, its parameters, who names it, where it stands', () => {
    expect(explainIn('base:a/p', {}, { base: { most: 5 } })).toMatchObject({
      kind: 'rule',
      id: 'base:a/p',
      assert: 'f.n <= params.most',
      reads: [{ variable: 'f', fact: 'test.flags', paths: ['n'], origin: { kind: 'collected', reads: ['files'] } }],
      parameters: [{ name: 'most', description: 'd', type: 'int', default: 3, value: 5 }],
      controls: [],
      file: 'policies/base/rules/a/p.yaml',
    });
    expect(explainIn('a/b')).toMatchObject({ controls: ['frame/1.1'], profiles: ['frame/level-1'] });
    expect(explainIn('base:words/two')).toMatchObject({
      row: { word: 'due', others: ['deux', 'zwei'] },
      controls: ['frame/1.2'],
      file: 'policies/base/tables/words.yaml',
    });
    expect(explainIn('base:a/u')).toMatchObject({ decidedBy: 'image+userdata', reads: [{ origin: { kind: 'derived', from: ['test.flags'] } }] });
  });

  it('a control: the rules it needs and what decides it, or why none does', () => {
    expect(explainIn('frame/1.2')).toMatchObject({
      kind: 'control',
      decidedFrom: 'image-in-part',
      partial: 'the rest',
      rules: [{ id: 'base:words/one' }, { id: 'base:words/two' }],
    });
    expect(explainIn('1.10')).toMatchObject({ id: 'frame/1.10', decidedFrom: 'runtime-only', reason: 'only a host has it', rules: [] });
    const controls = 'controls: [{ id: "2", title: t, level: 1, rules: [base:a/u, base:a/b] }]\n';
    expect(explainIn('frame/2', { 'frame/controls.yaml': controls })).toMatchObject({ decidedFrom: 'image+userdata' });
  });

  it('a fact: its fields with their types, and which rules read it', () => {
    expect(explainIn('test.flags')).toMatchObject({
      kind: 'fact',
      fields: [
        { path: 'a', type: 'bool', optional: false },
        { path: 'n', type: 'int' },
        { path: 'word', type: 'string' },
        { path: 'note', type: 'string', optional: true },
      ],
      rules: ['base:a/b', 'base:a/p', 'base:words/one', 'base:words/two'],
    });
  });

  it('names the nearest one when there is none, and all when a short name is not enough', () => {
    expect(() => explainIn('base:a/q')).toThrow('there is no rule, control or fact base:a/q; did you mean base:a/b?');
    expect(() => explainIn('mine:area/name')).toThrow(
      /^there is no rule, control or fact mine:area\/name \(no pack mine is loaded; --pack FOLDER loads one of your own\)$/,
    );
    expect(() => explainIn('base:area/nothing')).toThrow(/^there is no rule, control or fact base:area\/nothing$/);
    expect(() => explainIn('bass:a/b')).toThrow('did you mean base:a/b? (no pack bass is loaded');
    expect(() => explainIn('test.flag')).toThrow('did you mean test.flags?');
    expect(() => explainIn('frame/1.11')).toThrow('did you mean frame/1.1?');
    expect(() => explainIn('a/b', { 'frame/rules/a/b.yaml': ruleText() })).toThrow('a/b is the name of several: base:a/b, frame:a/b');
  });
});

describe('renderExplanation', () => {
  it('shows nothing that a terminal acts on', () => {
    const tricky = ruleText({ title: '"\\u001b[31mred\\u202e"', rationale: '"\\u0007"' });
    const text = renderExplanation(explainIn('base:a/b', { 'base/rules/a/b.yaml': tricky }));
    expect(text).toContain('base:a/b: \\x1b[31mred\\u{202e}');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('says where each fact comes from, what a parameter is set to, and the cases', () => {
    const text = renderExplanation(explainIn('base:a/p', {}, { base: { most: 5 } }));
    for (const line of ['f is test.flags', 'collected from files', 'most = 5 (staticfire.yaml; default 3): d', 'unknown: c, given {"f":{"$unreadable":"x"}}'])
      expect(text).toContain(line);
    expect(renderExplanation(explainIn('frame/1.10'))).toContain('decided by   running host only');
    expect(renderExplanation(explainIn('test.settings'))).toContain('derived from test.flags');
    expect(renderExplanation(explainIn('base:words/one', { 'base/tables/words.yaml': tableText() }))).toContain('word: "uno"');
  });
});
