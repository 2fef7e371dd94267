import { allBytes, type ByteSet } from './byte-set.ts';
import { endAssertion, type PcreNode } from './pcre-node.ts';

/**
 * In how many ways an expression can be tried on a text of n bytes before it fails: at most `factor` × n ** `degree`. An infinite degree
 * is no bound: their number may double with every byte.
 */
export interface MatchWays {
  readonly factor: number;
  readonly degree: number;
}

const ONE: MatchWays = { factor: 1, degree: 0 };
const UNBOUNDED: MatchWays = { factor: 1, degree: Infinity };

/**
 * An upper bound from the form alone. A group that may repeat has one only when it can be read in a single way: nothing of variable length
 * in it, and no two alternatives that start with the same byte. `tail` says that the expression may end after the node, where
 * repeating any byte always succeeds.
 */
export function matchWays(node: PcreNode, tail = false): MatchWays {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return ONE;
    case 'look-ahead':
      return matchWays(node.body);
    case 'sequence':
      return node.items.map((item, at) => matchWays(item, tail && isTail(node.items, at))).reduce(inTurn, ONE);
    case 'alternatives':
      return startApart(node.branches)
        ? node.branches.map((branch) => matchWays(branch, tail)).reduce(larger)
        : node.branches.map((branch) => matchWays(branch, tail)).reduce(either);
    case 'repeat':
      return repeatWays(node, tail);
  }
}

function repeatWays({ body, min, max }: Extract<PcreNode, { kind: 'repeat' }>, tail: boolean): MatchWays {
  if (tail && max === Infinity && body.kind === 'set' && body.bytes === allBytes) return ONE;
  const inner = matchWays(body, tail && max === 1);
  if (max <= 1) return min === max ? inner : either(ONE, inner);
  if (inner.degree > 0 || inner.factor > 1) return UNBOUNDED;
  return max === Infinity ? { factor: 1, degree: 1 } : { factor: max - min + 1, degree: 0 };
}

/** Nothing follows but the end of the text. */
function isTail(items: readonly PcreNode[], at: number): boolean {
  return at === items.length - 1 || (at === items.length - 2 && items.at(-1) === endAssertion);
}

function inTurn(one: MatchWays, other: MatchWays): MatchWays {
  return { factor: one.factor * other.factor, degree: one.degree + other.degree };
}

function either(one: MatchWays, other: MatchWays): MatchWays {
  return { factor: one.factor + other.factor, degree: Math.max(one.degree, other.degree) };
}

function larger(one: MatchWays, other: MatchWays): MatchWays {
  return { factor: Math.max(one.factor, other.factor), degree: Math.max(one.degree, other.degree) };
}

function startApart(branches: readonly PcreNode[]): boolean {
  let seen: ByteSet = 0n;
  for (const branch of branches) {
    const first = firstBytes(branch);
    if (first === undefined || (seen & first) !== 0n) return false;
    seen |= first;
  }
  return true;
}

/** What a match of the node may start with; undefined when it may be empty. */
function firstBytes(node: PcreNode): ByteSet | undefined {
  switch (node.kind) {
    case 'set':
      return node.bytes;
    case 'assertion':
    case 'look-ahead':
      return undefined;
    case 'repeat':
      return node.min === 0 ? undefined : firstBytes(node.body);
    case 'sequence':
      return node.items.length === 0 ? undefined : firstBytes(node.items[0]!);
    case 'alternatives':
      return node.branches.map(firstBytes).reduce((all, bytes) => (all === undefined || bytes === undefined ? undefined : all | bytes));
  }
}
