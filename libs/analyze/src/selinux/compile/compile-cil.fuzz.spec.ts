import { type CilList, type CilNode, parseCil } from '@staticfire/read/formats/cil';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { comparePolicies } from '../difference/index.ts';
import { acceptedStatements } from './fixtures/accepted-statements.ts';
import { BASE } from './fixtures/base-policy.ts';
import { policyText } from './fixtures/policy-text.ts';
import { compileCil } from './index.ts';

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

fuzzDecoder('compile-cil', ['BASE', 'acceptedStatements']).property(
  'any statements end in a policy that can be looked at, or in one of our errors',
  fc.tuple(fc.array(mutation, { minLength: 1, maxLength: 4 }), fc.nat({ max: base.length })),
  ([added, at]) => {
    const policy = compileCil([{ file: 'm', statements: [...base.slice(0, at), ...added, ...base.slice(at)] }]);
    expect(comparePolicies(policy, policy)).toEqual([]);
    expect(JSON.stringify(policyText(policy))).not.toContain('undefined');
    return 'compiled';
  },
  { outcomes: ['compiled', 'refused'] },
);
