import { describe, expect, it } from 'vitest';
import { loadSample, ruleText, tableText } from '../fixtures/sample-packs.ts';
import { lintPacks } from './lint-packs.ts';

function warnings(changes: Record<string, string> = {}, about = ['base', 'frame']) {
  const packs = loadSample(changes);
  return lintPacks(
    packs.filter(({ id }) => about.includes(id)),
    packs,
  ).map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

describe('lintPacks', () => {
  it('names rows without a case, at their place', () => {
    expect(warnings()).toContainEqual(expect.stringMatching(/^policies\/base\/tables\/words\.yaml:12:44: no case runs on row two;/));
  });

  it('names parameters that nothing reads; texts of failures count as readers', () => {
    expect(warnings().filter((line) => line.includes('params.'))).toEqual([
      expect.stringMatching(/^policies\/base\/pack\.yaml:7:\d+: no rule reads params\.words$/),
    ]);
    const text = ruleText({ failTitle: '"{size(params.words)}"', assert: 'f.n <= params.most' });
    expect(warnings({ 'base/rules/a/p.yaml': text }).filter((line) => line.includes('params.'))).toEqual([]);
  });

  it('names rules that no control and no profile of a framework names, once for each pack', () => {
    const unnamed = warnings().filter((line) => line.includes('named by no'));
    expect(unnamed).toEqual([expect.stringMatching(/base\/pack\.yaml:1:5: 2 of 5 rules are named by no control or profile of frame: base:a\/p, base:a\/u$/)]);
    expect(warnings({ 'frame/profiles/all.yaml': 'title: all\nrules: ["base:"]\n' }).some((line) => line.includes('named by no'))).toBe(false);
  });

  describe('user data', () => {
    const about = (changes: Record<string, string>) => warnings(changes).filter((line) => line.includes('user data'));
    const settings = { facts: '{ f: test.settings }', assert: 'f.on' };

    it('a rule that reads what they change says whether they count', () => {
      expect(about({})).toEqual([]);
      expect(about({ 'base/rules/a/b.yaml': ruleText(settings) })).toEqual([
        'policies/base/rules/a/b.yaml:8:13: user data can change test.settings; say decidedBy: image+userdata, or decidedBy: image to judge the image alone',
      ]);
      expect(about({ 'base/rules/a/b.yaml': ruleText({ ...settings, decidedBy: 'image' }) })).toEqual([]);
      expect(about({ 'base/rules/a/b.yaml': ruleText({ ...settings, decidedBy: 'image+userdata' }) })).toEqual([]);
    });

    it('a rule that reads nothing that they change does not say that they count', () => {
      expect(about({ 'base/rules/a/b.yaml': ruleText({ decidedBy: 'image' }) })).toEqual([]);
      expect(about({ 'base/rules/a/b.yaml': ruleText({ decidedBy: 'image+userdata' }) })).toEqual([
        expect.stringMatching(/a\/b\.yaml:12:12: user data change none of the facts that the rule reads; leave decidedBy out$/),
      ]);
    });

    it('a table is told once', () => {
      const changes = { failTitle: 'no', facts: '{ f: test.settings }', assert: 'f.on || row.word == ""' };
      expect(about({ 'base/tables/words.yaml': tableText(changes) })).toEqual([
        expect.stringMatching(/words\.yaml:\d+:\d+: user data can change test\.settings/),
      ]);
    });
  });

  it('says nothing of packs that no framework builds on, nor of packs that it is not asked about', () => {
    const alone = { 'frame/pack.yaml': '', 'frame/controls.yaml': '', 'frame/profiles/level-1.yaml': '' };
    expect(warnings(alone).some((line) => line.includes('named by no'))).toBe(false);
    expect(warnings({}, ['frame'])).toEqual([]);
  });
});
