export type { CilList, CilNode, CilString, CilSymbol } from './cil-node.ts';
export { parseCil } from './parse-cil.ts';
