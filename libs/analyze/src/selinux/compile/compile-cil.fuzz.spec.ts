import { ReadError } from '@staticfire/read/bytes';
import { type CilList, type CilNode, parseCil } from '@staticfire/read/formats/cil';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparePolicies } from '../difference/index.ts';
import { acceptedStatements } from './fixtures/accepted-statements.ts';
import { BASE } from './fixtures/base-policy.ts';
import { policyText } from './fixtures/policy-text.ts';
import { compileCil } from './index.ts';

const SEED = 20261125;
const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const statements = [BASE, ...acceptedStatements].flatMap((text) => parseCil(Buffer.from(text), 'm'));
const base = parseCil(Buffer.from(BASE), 'm');
const words = [...new Set(statements.flatMap(namesIn))];

function namesIn(node: CilNode): string[] {
  return node.kind === 'list' ? node.items.flatMap(namesIn) : [node.text];
}

/** One node of a tree replaced, repeated or left out, counted from the first name of the first list. */
function mutated(list: CilList, at: number, change: (node: CilNode) => readonly CilNode[]): CilList {
  let left = at;
  const visit = (node: CilNode): readonly CilNode[] => {
    if (left-- === 0) return change(node);
    return node.kind === 'list' ? [{ ...node, items: node.items.flatMap(visit) }] : [node];
  };
  return { ...list, items: list.items.flatMap(visit) };
}

const word = fc.constantFrom(...words).map((text): CilNode => ({ kind: 'symbol', text, line: 1 }));
const statement = fc.constantFrom(...statements);
const change = fc.oneof(
  word.map((other) => () => [other]),
  statement.map((other) => () => [other]),
  fc.constant((node: CilNode) => [node, node]),
  fc.constant((node: CilNode): readonly CilNode[] => [{ kind: 'list', items: [node], line: 1 }]),
  fc.constant(() => []),
);
const mutation = fc.tuple(statement, fc.nat({ max: 12 }), change).map(([list, at, how]) => mutated(list, at, how));

it('any statements end in a policy that can be looked at, or in one of our errors', () => {
  const outcomes = { compiled: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.nat({ max: base.length }), (added, at) => {
      const modules = [{ file: 'm', statements: [...base.slice(0, at), ...added, ...base.slice(at)] }];
      try {
        const policy = compileCil(modules);
        expect(comparePolicies(policy, policy)).toEqual([]);
        expect(JSON.stringify(policyText(policy))).not.toContain('undefined');
        outcomes.compiled++;
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        outcomes.refused++;
      }
    }),
    OPTIONS,
  );
  expect(outcomes.compiled).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
});
