import { parseBoolean } from './parse-boolean.ts';
import { splitPlainWords } from './split-words.ts';

/** What `no` and a list after `~` start from. */
export const namespaceTypes = ['cgroup', 'ipc', 'net', 'mnt', 'pid', 'user', 'uts'] as const;
const NAMES = [...namespaceTypes, 'time'] as const;
export type NamespaceType = (typeof NAMES)[number];

/** Namespaces that a service may make; undefined while nothing restricts them. */
export type NamespaceSet = ReadonlySet<NamespaceType> | undefined;

/** RestrictNamespaces= after one more assignment (systemd src/core/load-fragment.c, `config_parse_restrict_namespaces`). */
export function assignNamespaces(current: NamespaceSet, value: string): NamespaceSet {
  if (value === '') return undefined;
  const restricted = parseBoolean(value);
  if (restricted !== undefined) return new Set(restricted ? [] : namespaceTypes);
  const inverted = value.startsWith('~');
  const { words, valid } = splitPlainWords(inverted ? value.slice(1) : value);
  if (!valid || !words.every(isNamespace)) return current;
  const named = new Set(words);
  const before = current ?? new Set<NamespaceType>(inverted ? namespaceTypes : []);
  return inverted ? before.difference(named) : before.union(named);
}

function isNamespace(word: string): word is NamespaceType {
  return NAMES.some((name) => name === word);
}
