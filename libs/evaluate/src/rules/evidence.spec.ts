import { describe, expect, it } from 'vitest';
import type { Rule } from '../packs/index.ts';
import { collectEvidence } from './evidence.ts';
import type { RuleFacts } from './rule-facts.ts';

const fact = { name: 'kernel.options', state: 'present', value: { release: 612, options: { A: 'y', B: 'm' } }, sources: [] };

/** What a rule with these paths and columns of its row shows. */
function shown(paths: readonly string[], columns: Readonly<Record<string, unknown>>) {
  const rule = { facts: new Map([['f', { name: fact.name }]]), assert: { paths }, row: { columns } } as unknown as Rule;
  return collectEvidence(rule, new Map([['f', fact]]) as unknown as RuleFacts, []).map(({ path, value }) => [path, value]);
}

describe('evidence by a key that the row gives', () => {
  it.each<[string, readonly string[], Readonly<Record<string, unknown>>, readonly (readonly [string, unknown])[]]>([
    ['is what stands there', ['f.options.{row.option}'], { option: 'A' }, [['options.A', 'y']]],
    ['is told where nothing stands there', ['f.options.{row.option}'], { option: 'C' }, [['options.C', undefined]]],
    [
      'is none where the row leaves the column empty',
      ['f.options.{row.option}', 'f.options.{row.zero}', 'f.release'],
      { option: 'A', zero: '' },
      [
        ['options.A', 'y'],
        ['release', 612],
      ],
    ],
    ['fills each key of a path', ['f.{row.a}.{row.b}'], { a: 'options', b: 'B' }, [['options.B', 'm']]],
  ])('%s', (_, paths, columns, expected) => expect(shown(paths, columns)).toEqual(expected));
});
