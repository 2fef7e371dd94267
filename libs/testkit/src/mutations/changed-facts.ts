import { isDeepStrictEqual } from 'node:util';

interface AnyFact {
  readonly name: string;
  readonly bank?: string;
  readonly state: string;
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Facts that any other byte on ROOT changes: its root hash, what names that, and its counts and sizes. */
const FOLLOW_ROOT: ReadonlySet<string> = new Set([
  'boot.chain',
  'boot.cmdline',
  'boot.files',
  'boot.loader',
  'boot.uki',
  'cmdline.effective',
  'root.filesystem',
  'root.inventory',
  'verity.chain',
  'verity.superblock',
  'verity.table',
  'verity.tree',
]);

/** Names of the facts that say something else of the one image than of the other, sorted; those that any change of ROOT alters are left out. */
export function changedFacts(base: readonly AnyFact[], mutated: readonly AnyFact[]): readonly string[] {
  const others = new Map(mutated.map((fact) => [`${fact.bank} ${fact.name}`, told(fact)]));
  const keys = new Set([...base, ...mutated].map(({ bank, name }) => `${bank} ${name}`));
  const own = new Map(base.map((fact) => [`${fact.bank} ${fact.name}`, told(fact)]));
  const names = [...keys].filter((key) => !isDeepStrictEqual(own.get(key), others.get(key))).map((key) => key.slice(key.indexOf(' ') + 1));
  return [...new Set(names)].filter((name) => !FOLLOW_ROOT.has(name)).sort();
}

/** How much of ROOT was looked at for secrets is no more than its counts and sizes. */
function told({ name, state, value, error }: AnyFact): unknown {
  if (name !== 'secrets.files' || typeof value !== 'object') return { state, value, error };
  return { state, value: { ...value, coverage: undefined }, error };
}
