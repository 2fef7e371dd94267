import { describe, expect, it } from 'vitest';
import { headerText, loadSample, ruleText } from '../fixtures/sample-packs.ts';
import { describePack, summarisePack } from './pack-summary.ts';
import { renderPackContent, renderPackList } from './render-packs.ts';

const summaries = (changes: Record<string, string> = {}) => {
  const packs = loadSample(changes);
  return packs.map((pack) => summarisePack(pack, packs));
};
const content = (id: string, changes: Record<string, string> = {}) => describePack(id, loadSample(changes));

describe('summarisePack', () => {
  it('a pack of rules: how many of each severity', () => {
    expect(summaries()[0]).toMatchObject({
      id: 'base',
      version: '1.0.0',
      kind: 'rules',
      source: 'ours',
      eras: 'all',
      requires: [],
      rules: { total: 5, bySeverity: { critical: 0, high: 4, medium: 0, low: 1, info: 0 } },
      controls: { total: 0, rules: 0 },
      profiles: [],
    });
  });

  it('a framework: what decides its controls, over how many rules, and what profiles select', () => {
    expect(summaries()[1]).toMatchObject({
      id: 'frame',
      kind: 'framework',
      requires: ['base'],
      rules: { total: 0 },
      controls: {
        total: 3,
        rules: 3,
        byDecision: {
          image: 1,
          'image-in-part': 1,
          'image+userdata': 0,
          'image+userdata-in-part': 0,
          'runtime-only': 1,
          manual: 0,
          'inherently-met': 0,
        },
      },
      profiles: [{ id: 'frame/level-1', title: 'Level 1', controls: 1, rules: [], failOn: 'medium' }],
    });
  });

  it('a pack with both is mixed', () => {
    expect(summaries({ 'frame/rules/a/b.yaml': ruleText() })[1]).toMatchObject({ kind: 'mixed', rules: { total: 1 }, controls: { total: 3 } });
  });
});

describe('describePack', () => {
  it('tells every rule and every control with its rules', () => {
    expect(content('base').ownRules.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
      'base:a/b high',
      'base:a/p high',
      'base:a/u high',
      'base:words/one high',
      'base:words/two low',
    ]);
    expect(content('frame').ownControls.map(({ id, rules }) => [id, rules.map((rule) => rule.id)])).toEqual([
      ['frame/1.1', ['base:a/b']],
      ['frame/1.2', ['base:words/one', 'base:words/two']],
      ['frame/1.10', []],
    ]);
  });

  it('names the nearest pack when there is none', () => {
    expect(() => content('frane')).toThrow('there is no pack frane; did you mean frame? (there are base, frame; --pack FOLDER loads one of your own)');
  });
});

describe('renderPackList', () => {
  it('leaves out what a pack has none of', () => {
    const [base, frame] = renderPackList(summaries()).split('\n\n');
    expect(base).toBe('base 1.0.0: Pack base\n  kind         rules\n  rules        5: 4 high; 1 low');
    expect(frame).toBe(
      [
        'frame 1.0.0: Pack frame',
        '  kind         framework',
        '  controls     3: 1 image; 1 image, in part; 1 running host only',
        '               over 3 rules',
        '  profiles     frame/level-1: Level 1; 1 controls; fails on medium',
        '  requires     base',
        '',
      ].join('\n'),
    );
  });
});

describe('renderPackContent', () => {
  it('each control with the rules it needs, or why no rule decides it; each rule with its severity', () => {
    const frame = renderPackContent(content('frame'));
    expect(frame).toContain('  1.1  First (level 1; image)\n      base:a/b (high): It holds\n');
    expect(frame).toContain('      left open: the rest\n  1.10  Third (running host only)\n      only a host has it\n');
    expect(frame).not.toContain('RULES');
    expect(renderPackContent(content('base'))).toContain('\nRULES\n  base:a/b (high): It holds\n');
  });

  it('shows nothing that a terminal acts on', () => {
    const changes = {
      'base/rules/a/b.yaml': ruleText({ title: '"\\u001b[31mred\\u202e"' }),
      'base/pack.yaml': headerText('base', {
        title: '"\\u0007"',
        source: '"\\u001b]0;x"',
        eras: '"\\u009b1m"',
        parameters: '{ most: { description: d, type: int, default: 3 } }',
      }),
    };
    const text = renderPackContent(content('base', changes)) + renderPackList(summaries(changes));
    expect(text).toContain('\\x1b[31mred\\u{202e}');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
