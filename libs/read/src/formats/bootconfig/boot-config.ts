import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { parseConfigText } from './config-parser.ts';
import { ConfigText } from './config-text.ts';
import type { KeyNode } from './key-tree.ts';
import { findTrailer } from './trailer.ts';

export interface BootConfigKey {
  /** Words joined by dots. */
  readonly key: string;
  /** Empty for a key without `=`; a single empty string for `key =`. */
  readonly values: readonly string[];
  /** From 1: where the values were assigned last (`=` or `:=`), or where a key without values was first named. */
  readonly line: number;
}

export interface BootConfig {
  /** What stands before the configuration in the same file: an initrd. 0 in Bottlerocket's own. */
  readonly precedingBytes: number;
  /** Length in bytes of the text, without the NUL bytes behind it. */
  readonly textLength: number;
  /** Keys that have a value or nothing below them, in the order of /proc/bootconfig. */
  readonly keys: readonly BootConfigKey[];
}

/**
 * The boot configuration at the end of an initrd, or in a file of its own such as Bottlerocket's bootconfig.data.
 * Undefined when there is no trailer: the kernel then goes on without one. A size, checksum or text that the kernel
 * refuses (it then goes on without one too) is a FormatError.
 */
export function readBootConfig(source: BlockSource): BootConfig | undefined {
  const trailer = findTrailer(source);
  if (trailer === undefined) return undefined;
  const text = new ConfigText(readBytes(source, trailer.offset, trailer.length), source.origin + trailer.offset);
  return { precedingBytes: trailer.offset, textLength: text.end, keys: listKeys(text) };
}

/** The keys of a configuration text, such as the one that CONFIG_BOOT_CONFIG_EMBED puts into a kernel. `origin` is for error messages. */
export function parseBootConfig(bytes: Uint8Array, origin = 0): readonly BootConfigKey[] {
  return listKeys(new ConfigText(bytes, origin));
}

function listKeys(text: ConfigText): BootConfigKey[] {
  const keys: BootConfigKey[] = [];
  const pending = entries(parseConfigText(text).root, '');
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { key, node } = entry;
    const isLeaf = node.values !== undefined || node.children.size === 0;
    if (isLeaf) keys.push({ key, values: node.values?.texts ?? [], line: text.lineOf(node.values?.position ?? node.position) });
    pending.push(...entries(node.children, `${key}.`));
  }
  return keys;
}

/** Last first, for a stack. */
function entries(nodes: ReadonlyMap<string, KeyNode>, prefix: string): { key: string; node: KeyNode }[] {
  return [...nodes.values()].map((node) => ({ key: prefix + node.name, node })).reverse();
}
