import { array, declareFact, object, string } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { bodyOf, headerText, present, ruleText } from '../fixtures/sample-packs.ts';
import { loadPacks } from '../packs/index.ts';
import { evaluate } from './evaluate.ts';
import { judgeForeignRules } from './judge-foreign-rules.ts';
import { everything } from './selection.ts';

const CATALOGUE = [declareFact({ name: 'test.words', summary: '', scope: 'disk', schema: object({ words: array(string(''), '') }) })];
const facts = '{ f: test.words }';
const many = Array.from({ length: 1400 }, (_, index) => `${'w'.repeat(8000)}${index}`);

/** Below the budget of steps, but each of them compares long texts: some 4 seconds on a fast machine. */
const SLOW = '!f.words.exists(x, f.words.exists(y, (x + y).lowerAscii().contains(y + x + "no")))';
const DOUBLING = `f.words.map(x, ${'f.words'.concat(' + f.words'.repeat(20))}).size() > 0`;

function packs(rules: Readonly<Record<string, string>>) {
  const files = Object.entries(rules).map(([name, assert]) => ({
    path: `own/rules/a/${name}.yaml`,
    text: ruleText({ facts, assert: `'${assert}'` }),
    foreign: true as const,
  }));
  return loadPacks([{ path: 'own/pack.yaml', text: headerText('own'), foreign: true }, ...files], CATALOGUE);
}

const judging = (words: readonly string[]) => ({ body: bodyOf({ 'test.words': present({ words }) }), mode: 'release' as const, selection: everything });

describe('rules of foreign packs', () => {
  it('are judged in a worker, with the same verdicts', async () => {
    const own = packs({ good: 'f.words.size() == 1', bad: 'f.words.size() == 2' });
    const { body } = judging(['a']);
    const judged = await judgeForeignRules(own, CATALOGUE, judging(['a']));
    const { rules } = evaluate(body, own, { mode: 'release', judged });
    expect(rules.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['own:a/bad', 'fail'],
      ['own:a/good', 'pass'],
    ]);
  });

  it('never run on the thread of the scan', () => {
    expect(() => evaluate(judging([]).body, packs({ good: 'f.words.size() == 1' }))).toThrow(/own:a\/good comes from a foreign pack/);
  });

  it('one that takes too long is ended and unknown, the others are judged', async () => {
    const own = packs({ fine: 'f.words.size() > 1', slow: SLOW, zebra: 'f.words.size() > 2' });
    const judged = await judgeForeignRules(own, CATALOGUE, judging(many), { loading: 20_000, rule: 1000, ended: 3, memory: 256 });
    expect([...judged].map(([id, { image }]) => [id, image.verdict]).sort()).toEqual([
      ['own:a/fine', 'pass'],
      ['own:a/slow', 'unknown'],
      ['own:a/zebra', 'pass'],
    ]);
    expect(judged.get('own:a/slow')!.image).toMatchObject({
      errors: ['the rule was ended after 1 seconds'],
      findings: [{ verdict: 'unknown', reason: expect.stringContaining('ended after') }],
    });
  });

  it('one that takes too much memory is ended and unknown', async () => {
    const judged = await judgeForeignRules(packs({ big: DOUBLING }), CATALOGUE, judging(many), { loading: 20_000, rule: 25_000, ended: 3, memory: 64 });
    expect(judged.get('own:a/big')!.image).toMatchObject({ verdict: 'unknown', errors: ['the rule was ended: it took too much memory'] });
  });

  it('after some that had to be ended the rest is not tried', async () => {
    const judged = await judgeForeignRules(packs({ slow: SLOW, zebra: 'f.words.size() > 2' }), CATALOGUE, judging(many), {
      loading: 20_000,
      rule: 1000,
      ended: 1,
      memory: 256,
    });
    expect(judged.get('own:a/zebra')!.image.errors).toEqual(["not judged: 1 other rules of the user's packs had to be ended"]);
  });
});
