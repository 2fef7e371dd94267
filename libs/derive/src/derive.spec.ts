import type { Fact, FactState, FactsBody } from '@staticfire/facts';
import { describe, expect, it, vi } from 'vitest';
import { derive } from './derive.ts';

// Derivations of this spec's own in place of the product's.
vi.mock('./derivations.ts', async () => {
  const { declareFact, integer, object } = await import('@staticfire/facts');
  const { defineDerivation, need, needIfPresent } = await import('./derivation.ts');
  const number = object({ n: integer('') });
  const declare = (name: string, scope: 'bank' | 'disk' = 'bank') => declareFact({ name, summary: '', scope, schema: object({ sum: integer('') }) });
  const sum = defineDerivation({
    fact: declare('sum'),
    needs: { a: need('a', number), b: needIfPresent('b', number) },
    derive: ({ a, b }) => (a.n < 0 ? undefined : { sum: a.n + (b?.n ?? 100) }),
  });
  const disk = defineDerivation({ fact: declare('disk', 'disk'), needs: { d: need('d', number) }, derive: ({ d }) => ({ sum: d.n }) });
  return { derivations: [disk, sum] };
});

const present = (n: number): FactState => ({ state: 'present', value: { n } });
const absent: FactState = { state: 'absent' };
const unreadable = (message: string): FactState => ({ state: 'unreadable', error: { kind: 'format', structure: 's', message } });
const fact = (name: string, state: FactState, bank: 'A' | 'B' | undefined = 'A', path = name): Fact =>
  ({ name, ...(name === 'd' ? {} : { bank }), ...state, sources: [{ partition: 'ROOT', path, offset: 0, length: 1 }] }) as Fact;

function derived(facts: readonly Fact[], name = 'sum', more: Partial<FactsBody> = {}) {
  return derive({ ...more, facts }).facts.filter((each) => each.name === name);
}

describe('derive', () => {
  it.each<[string, FactState, FactState | undefined, FactState]>([
    ['all there', present(1), present(2), { state: 'present', value: { sum: 3 } }],
    ['the optional one absent', present(1), absent, { state: 'present', value: { sum: 101 } }],
    ['the optional one not collected', present(1), undefined, { state: 'present', value: { sum: 101 } }],
    ['the optional one unreadable', present(1), unreadable('b'), unreadable('b')],
    ['the other one absent', absent, present(2), absent],
    ['the other one unreadable', unreadable('a'), present(2), unreadable('a')],
    ['both unreadable: the first one’s reason', unreadable('a'), unreadable('b'), unreadable('a')],
    ['one absent, one unreadable: not known', absent, unreadable('b'), unreadable('b')],
    ['nothing to say', present(-1), present(2), absent],
  ])('%s', (_, a, b, expected) => {
    expect(derived([fact('a', a), ...(b === undefined ? [] : [fact('b', b)])])).toMatchObject([expected]);
  });

  it('keeps what was collected, and what a value that is not there leaves out', () => {
    const facts = [fact('a', absent)];
    const body = derive({ judgedBank: 'A', facts });
    expect(body.judgedBank).toBe('A');
    expect(body.facts.slice(0, 1)).toEqual(facts);
    expect(derived(facts)[0]).not.toHaveProperty('value');
  });

  it('has one of each bank, from facts of that bank alone', () => {
    const facts = [fact('a', present(1), 'A'), fact('a', present(5), 'B'), fact('b', present(1), 'B')];
    expect(derived(facts).map(({ bank, ...rest }) => [bank, 'value' in rest && rest.value])).toEqual([
      ['A', { sum: 101 }],
      ['B', { sum: 6 }],
    ]);
  });

  it('has one of the disk, without a bank', () => {
    const facts = [fact('d', present(7)), fact('a', present(1))];
    expect(derived(facts, 'disk')).toEqual([{ name: 'disk', state: 'present', value: { sum: 7 }, sources: facts[0]!.sources }]);
  });

  it('names every source once, also of facts that are not readable', () => {
    const facts = [fact('a', present(1), 'A', 'same'), fact('b', unreadable('b'), 'A', 'same')];
    expect(derived(facts)[0]!.sources).toEqual(facts[0]!.sources);
    expect(derived([fact('a', unreadable('a')), fact('b', present(2))])[0]!.sources.map(({ path }) => path)).toEqual(['a', 'b']);
  });
});
