import type { UnitGraph } from '../graph/unit-graph.ts';
import { compareText } from '../names/unit-name.ts';

/**
 * The longest chain of units that start one after another and end with `target`, the first first. Of chains of one length the one whose names come first, from
 * the end. `started` must be free of cycles.
 */
export function criticalChain(graph: UnitGraph, target: string, started: ReadonlySet<string>): readonly string[] {
  const lengths = chainLengths(graph, target, started);
  const chain: string[] = [];
  for (let unit: string | undefined = target; unit !== undefined; ) {
    chain.push(unit);
    const before: readonly string[] = earlier(graph, unit, started);
    const longest = Math.max(0, ...before.map((name) => lengths.get(name) ?? 0));
    unit = before.find((name) => lengths.get(name) === longest);
  }
  return chain.reverse();
}

/** Units in the longest chain that ends with each unit that comes before `target`. */
function chainLengths(graph: UnitGraph, target: string, started: ReadonlySet<string>): Map<string, number> {
  const lengths = new Map<string, number>();
  const stack = [{ unit: target, before: earlier(graph, target, started), at: 0 }];
  while (stack.length > 0) {
    const last = stack.at(-1)!;
    const next = last.before[last.at++];
    if (next === undefined) {
      lengths.set(last.unit, 1 + Math.max(0, ...last.before.map((name) => lengths.get(name) ?? 0)));
      stack.pop();
    } else if (!lengths.has(next)) stack.push({ unit: next, before: earlier(graph, next, started), at: 0 });
  }
  return lengths;
}

function earlier(graph: UnitGraph, unit: string, started: ReadonlySet<string>): readonly string[] {
  return [...graph.of(unit, 'After')].filter((name) => started.has(name)).sort(compareText);
}
