import type { FactsBody } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { compareFacts } from './compare-facts.ts';

const fact = (name: string, value: unknown, bank?: string) => ({ name, ...(bank === undefined ? {} : { bank }), state: 'present', value, sources: [] });
const body = (facts: readonly unknown[], more: Partial<FactsBody> = {}) => ({ judgedBank: 'A', facts, ...more }) as FactsBody;

describe('compareFacts', () => {
  it('finds nothing in bodies that are alike', () => {
    const one = () => body([fact('a', { list: [1, null, { x: '' }] }, 'A')], { excerpts: [{ bank: 'A' }] as never });
    expect(compareFacts(one(), one())).toEqual([]);
  });

  it('gives the place in the fact, with both values', () => {
    const ours = body([fact('a', { files: [{ mode: '0644', 'a/b~': 1 }] }, 'A'), fact('a', 1, 'B')]);
    const theirs = body([fact('a', { files: [{ mode: '0755', 'a/b~': 2 }] }, 'A'), fact('a', 1, 'B')]);
    expect(compareFacts(ours, theirs)).toEqual([
      {
        ...{ name: 'a', bank: 'A', count: 2 },
        places: [
          { pointer: '/value/files/0/mode', ours: '"0644"', theirs: '"0755"' },
          { pointer: '/value/files/0/a~1b~0', ours: '1', theirs: '2' },
        ],
      },
    ]);
  });

  it('tells what only one has: an element, a field, a whole fact', () => {
    const ours = body([fact('a', [1]), fact('b', {})]);
    const theirs = body([fact('a', [1, 2]), fact('b', { x: null }), fact('c', 1)]);
    expect(compareFacts(ours, theirs)).toEqual([
      { name: 'a', count: 1, places: [{ pointer: '/value/1', theirs: '2' }] },
      { name: 'b', count: 1, places: [{ pointer: '/value/x', theirs: 'null' }] },
      { name: 'c', count: 1, places: [{ pointer: '', theirs: JSON.stringify(fact('c', 1)) }] },
    ]);
  });

  it.each([
    ['a list and an object', [], {}],
    ['null and an object', null, {}],
    ['a number and its text', 1, '1'],
  ])('does not take one for the other: %s', (_, one, other) => expect(compareFacts(body([fact('a', one)]), body([fact('a', other)]))).toHaveLength(1));

  it('sees what is read, where, and what lies beside facts', () => {
    const source = { partition: 'ROOT', offset: 0, length: 1, sha256: 'aa' };
    const ours = body([{ ...fact('a', 1), sources: [source] }], { judgedBank: 'A', excerpts: [] });
    const theirs = body([{ ...fact('a', 1), sources: [{ ...source, sha256: 'bb' }] }], { judgedBank: 'B', excerpts: [{ line: 1 }] as never });
    expect(compareFacts(ours, theirs).map(({ name, places }) => [name, places[0]!.pointer])).toEqual([
      ['a', '/sources/0/sha256'],
      ['judgedBank', ''],
      ['excerpts', '/0'],
    ]);
  });

  it('shows five places of a fact, and 200 characters of a value', () => {
    const [ours, theirs] = ['a', 'b'].map((letter) => body([fact('a', Array(9).fill(letter.repeat(1000)))]));
    const [difference] = compareFacts(ours!, theirs!);
    expect(difference).toMatchObject({ count: 9, places: Array(5).fill({}) });
    expect(difference!.places[0]!.ours).toHaveLength(200);
  });
});
