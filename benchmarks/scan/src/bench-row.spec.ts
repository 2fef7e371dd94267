import { describe, expect, it } from 'vitest';
import { answerOf } from './answer.ts';
import { type BenchRow, isFailed, needsOf, ratioOf, rowOf, verdictOf } from './bench-row.ts';
import { constant, seconds } from './term.ts';

const figure = (value: number) => ({ value, least: value, most: value });
const row = (ours: number, theirs: number | undefined, bound: number | undefined): BenchRow => ({
  what: 'w',
  how: 'process',
  unit: 's',
  ours: figure(ours),
  ...(theirs === undefined ? {} : { peer: 'p', theirs: figure(theirs) }),
  ...(bound === undefined ? {} : { bound }),
});

describe('verdictOf', () => {
  it.each([
    { what: 'below the bound', row: row(1, 2, 1), expected: 'reached' },
    { what: 'on the bound', row: row(3, 2, 1.5), expected: 'reached' },
    { what: 'above the bound', row: row(3.01, 2, 1.5), expected: 'missed' },
    { what: 'without a bound', row: row(9, 2, undefined), expected: 'informative' },
    { what: 'without a peer', row: row(9, undefined, 1), expected: 'informative' },
    { what: 'a peer that takes no time', row: row(1, 0, 1), expected: 'missed' },
    { what: 'the same answer', row: { ...row(1, 2, 1), answer: answerOf(['a']) }, expected: 'reached' },
    { what: 'another answer', row: { ...row(1, 2, 1), answer: 'differs' as const }, expected: 'differs' },
    { what: 'another answer, without a bound', row: { ...row(1, 2, undefined), answer: 'differs' as const }, expected: 'differs' },
  ])('$what: $expected', ({ row: each, expected }) => {
    expect(verdictOf(each)).toBe(expected);
    expect(isFailed(each)).toBe(expected === 'missed' || expected === 'differs');
  });
});

it('the ratio is ours to theirs', () => {
  expect(ratioOf(row(1, 4, 1))).toBe(0.25);
  expect(ratioOf(row(1, undefined, 1))).toBeUndefined();
});

it('a row needs what its terms need', () => {
  const plan = { what: 'w', how: 'process', unit: 's', ours: seconds('a'), theirs: seconds('b') } as const;
  expect([...needsOf([plan, { ...plan, theirs: constant(1) }])]).toEqual(['a', 'b']);
  const measured = new Map(['a', 'b'].map((name, index) => [name, [{ seconds: index + 1, peakMegabytes: 0, printed: {} }]]));
  expect(rowOf(plan, measured)).toMatchObject({ ours: { value: 1 }, theirs: { value: 2 } });
});

it('answers of every program in every round are compared', () => {
  const plan = { what: 'w', how: 'process', unit: 's', ours: seconds('a'), sameAnswer: ['a', 'b'] } as const;
  const measured = (...words: readonly string[]) => words.map((word) => ({ seconds: 1, peakMegabytes: 0, printed: {}, answer: answerOf([word]) }));
  expect([...needsOf([plan])]).toEqual(['a', 'b']);
  const { answer } = rowOf(plan, new Map(Object.entries({ a: measured('x', 'x'), b: measured('x') })));
  expect(answer).toEqual(answerOf(['x']));
  expect(rowOf(plan, new Map(Object.entries({ a: measured('x', 'y'), b: measured('x') }))).answer).toBe('differs');
});
