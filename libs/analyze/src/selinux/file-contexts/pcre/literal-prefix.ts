import { onlyByte } from './byte-set.ts';
import type { PcreNode } from './pcre-node.ts';

/** What every text starts with that an expression anchored at the start matches; latin1. */
export function literalPrefix(node: PcreNode): string {
  let prefix = '';
  for (const item of node.kind === 'sequence' ? node.items : [node]) {
    if (item.kind === 'assertion') continue;
    const once = item.kind === 'repeat' && item.min > 0 ? item.body : item;
    const byte = once.kind === 'set' ? onlyByte(once.bytes) : undefined;
    if (byte === undefined) break;
    prefix += String.fromCharCode(byte);
    if (once !== item) break;
  }
  return prefix;
}
