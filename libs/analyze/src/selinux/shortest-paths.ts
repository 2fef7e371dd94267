/**
 * All shortest ways from one node to another, each with both ends, at most `limit` of them, in ascending order of their nodes when `next` is ascending.
 * A node leads to itself by a way without a step.
 */
export function shortestPaths(from: number, to: number, next: (node: number) => Iterable<number>, limit: number): number[][] {
  const parents = parentsUpTo(from, to, next);
  const paths: number[][] = [];
  const open: Way[] = parents.has(to) ? [{ node: to, rest: undefined }] : [];
  while (open.length > 0 && paths.length < limit) {
    const way = open.pop()!;
    if (way.node === from) paths.push(nodesOf(way));
    else for (const node of parents.get(way.node)!.toReversed()) open.push({ node, rest: way });
  }
  return paths.sort(compareNodes);
}

/** From a node on to the end. */
interface Way {
  readonly node: number;
  readonly rest: Way | undefined;
}

function nodesOf(way: Way): number[] {
  const nodes: number[] = [];
  for (let left: Way | undefined = way; left !== undefined; left = left.rest) nodes.push(left.node);
  return nodes;
}

/** Breadth first; for each node that is reached before or with `to`, those that lead to it by the fewest steps. */
function parentsUpTo(from: number, to: number, next: (node: number) => Iterable<number>): Map<number, number[]> {
  const parents = new Map<number, number[]>([[from, []]]);
  const depths = new Map([[from, 0]]);
  let front = [from];
  for (let depth = 1; front.length > 0 && !parents.has(to); depth++) {
    const reached: number[] = [];
    for (const node of front) {
      for (const follower of next(node)) {
        if (depths.get(follower) === depth) parents.get(follower)!.push(node);
        if (depths.has(follower)) continue;
        depths.set(follower, depth);
        parents.set(follower, [node]);
        reached.push(follower);
      }
    }
    front = reached;
  }
  return parents;
}

function compareNodes(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return 0;
}
