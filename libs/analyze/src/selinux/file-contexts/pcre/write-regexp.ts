import { allBytes, type ByteSet, onlyByte, runsOf } from './byte-set.ts';
import type { PcreNode } from './pcre-node.ts';

/** The source of a RegExp without flags that matches the same latin1 texts. */
export function writeRegExp(node: PcreNode): string {
  switch (node.kind) {
    case 'set':
      return writeSet(node.bytes);
    case 'assertion':
      return node.source;
    case 'look-ahead':
      return `(?${node.negative ? '!' : '='}${writeRegExp(node.body)})`;
    case 'sequence':
      return node.items.map((item) => (item.kind === 'alternatives' ? `(?:${writeRegExp(item)})` : writeRegExp(item))).join('');
    case 'alternatives':
      return node.branches.map(writeRegExp).join('|');
    case 'repeat': {
      const body = writeRegExp(node.body);
      return `${node.body.kind === 'set' ? body : `(?:${body})`}${writeCounts(node.min, node.max)}${node.lazy ? '?' : ''}`;
    }
  }
}

function writeCounts(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`;
}

function writeSet(set: ByteSet): string {
  if (set === allBytes) return '[^]';
  const only = onlyByte(set);
  if (only !== undefined) return writeByte(only);
  return `[${runsOf(set)
    .map(([first, last]) => (first === last ? writeByte(first) : `${writeByte(first)}-${writeByte(last)}`))
    .join('')}]`;
}

function writeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /^[A-Za-z0-9/_]$/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
}
