export type { CilList, CilNode, CilSymbol } from './cil-node.ts';
export { parseCil } from './parse-cil.ts';
