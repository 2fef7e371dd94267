import { describe, expect, it } from 'vitest';
import { sampleResult } from './sample-result.ts';
import { describeCounts, tallyPacks } from './tally-packs.ts';

describe('tallyPacks', () => {
  const tallies = tallyPacks(sampleResult);

  it('counts every rule and every control of the result once', () => {
    const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((total, count) => total + count, 0);
    expect(tallies.reduce((total, { rules }) => total + sum(rules), 0)).toBe(sampleResult.rules.length);
    expect(tallies.reduce((total, { controls }) => total + sum(controls), 0)).toBe(sampleResult.controls.length);
  });

  it('has the rows that no rule decides, with the pack that they are of', () => {
    expect(tallies.map(({ pack, leftOut }) => [pack.id, leftOut.map(({ id }) => id)])).toEqual([
      ['baseline', ['files/row']],
      ['framework', []],
    ]);
  });

  it('counts rules that were not selected by their pack', () => {
    expect(tallies.map(({ deselected }) => deselected)).toEqual([1, 0]);
  });
});

describe('describeCounts', () => {
  it.each([
    { counts: new Map(), text: undefined },
    { counts: new Map([['pass', 1]]), text: '1 rule: 1 pass' },
    {
      counts: new Map([
        ['pass', 2],
        ['fail', 1],
      ]),
      text: '3 rules: 2 pass, 1 fail',
    },
  ])('says $text', ({ counts, text }) => expect(describeCounts('rule', counts)).toBe(text));
});
