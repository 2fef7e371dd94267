import { describe, expect, it } from 'vitest';
import { mergeOrders } from './merge-orders.ts';

const merge = (...lists: readonly string[]) =>
  mergeOrders(
    lists.map((list) => [...list]),
    () => undefined,
  )?.join('');

describe('mergeOrders', () => {
  it.each([
    [[], ''],
    [['abc'], 'abc'],
    [['abc', 'cd'], 'abcd'],
    [['abc', 'xa'], 'xabc'],
    [['ac', 'abc'], 'abc'],
    [['abc', 'ac'], 'abc'],
    [['ab', 'cd', 'bc'], 'abcd'],
    [['abc', 'abc'], 'abc'],
    [['abc', 'cx', 'wa', 'xy'], 'wabcxy'],
  ])('%j is %j', (lists, order) => expect(merge(...lists)).toBe(order));

  it.each([
    ['something twice', ['aba']],
    ['a list that shares nothing', ['abc', 'xy']],
    ['a contradiction', ['abc', 'ba']],
    ['two ends that nothing orders', ['abc', 'bd']],
    ['two middles that only a third list orders', ['abd', 'acd', 'bc']],
    ['something new before and behind the same', ['abc', 'xb']],
  ])('%s has no order', (_, lists) => expect(merge(...lists)).toBeUndefined());

  it('counts its steps', () => {
    let steps = 0;
    mergeOrders(
      ['abc', 'cd'].map((list) => [...list]),
      (more) => {
        steps += more;
      },
    );
    expect(steps).toBe(1 + 3 + (1 + 3 + 2));
  });
});
