import type { PcreNode } from './pcre-node.ts';

/** How many nodes an expression has once its counted repetitions are written out. */
export function expandedSize(node: PcreNode): number {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return 1;
    case 'look-ahead':
      return 1 + expandedSize(node.body);
    case 'sequence':
      return node.items.reduce((sum, item) => sum + expandedSize(item), 1);
    case 'alternatives':
      return node.branches.reduce((sum, branch) => sum + expandedSize(branch), 1);
    case 'repeat':
      return expandedSize(node.body) * Math.max(1, node.max === Infinity ? node.min + 1 : node.max);
  }
}
