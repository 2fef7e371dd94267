import { children, isAccess, type Node, text } from './ast-node.ts';

/** The text of every access that some has(…) or `"key" in map` of the expression tests. */
export function collectGuards(node: Node): readonly string[] {
  return [...ownGuards(node), ...children(node).flatMap(collectGuards)];
}

/** How a guard and the access it guards are recognised. */
export function keyedText(map: Node, key: Node): string {
  return `${text(map)}[${text(key)}]`;
}

function ownGuards(node: Node): readonly string[] {
  if (node.op === 'in') return [keyedText(node.args[1] as Node, node.args[0] as Node)];
  return node.op === 'call' && node.args[0] === 'has' ? chain(node.args[1][0] as Node).map(text) : [];
}

function chain(node: Node): readonly Node[] {
  return isAccess(node) ? [node, ...chain(node.args[0] as Node)] : [];
}
