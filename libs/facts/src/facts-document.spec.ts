import { describe, expect, it } from 'vitest';
import { type Fact, type FactsBody, findFact } from './index.ts';

const fact = (name: string, value: number, bank?: 'A' | 'B'): Fact => ({ name, ...(bank === undefined ? {} : { bank }), state: 'present', value, sources: [] });
const body: FactsBody = {
  judgedBank: 'A',
  facts: [fact('disk', 0), fact('x', 1, 'A'), fact('x', 2, 'B'), fact('y', 3, 'A')],
  userData: { path: 'u', sha256: '', facts: [fact('x', 10, 'A')] },
};
const value = (...args: [name: string, bank?: 'A' | 'B', options?: { userData?: boolean }]) => {
  const [name, bank = body.judgedBank, options] = args;
  const found = findFact(body, name, bank, options);
  return found?.state === 'present' ? found.value : undefined;
};

describe('findFact', () => {
  it.each([
    ['a fact of the judged bank', value('x'), 1],
    ['a fact of another bank', value('x', 'B'), 2],
    ['a fact of the disk', value('disk', 'B'), 0],
    ['no such fact', value('z'), undefined],
    ['with user data, a fact that it changes', value('x', 'A', { userData: true }), 10],
    ['with user data, a fact that it does not change', value('y', 'A', { userData: true }), 3],
    ['with user data, a fact of another bank', value('x', 'B', { userData: true }), 2],
  ])('%s', (_, found, expected) => expect(found).toBe(expected));

  it('without user data in the body is the same', () => {
    const { userData: _, ...image } = body;
    expect(findFact(image, 'x', 'A', { userData: true })).toBe(image.facts[1]);
  });
});
