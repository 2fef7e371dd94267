import { fileContextLines } from '../selinux/bottlerocket/file-labels.ts';
import type { PolicyEra } from '../selinux/bottlerocket/policy-era.ts';
import type { TreeEntry } from './tree.ts';

/** File contexts for mkfs.erofs: the policy's, and a row for each entry that has a label of its own. */
export function erofsContexts(entries: readonly TreeEntry[], era: PolicyEra): string {
  const own = entries.filter(({ label }) => label !== undefined).map(({ path, label }) => `${escaped(path)}\t${label ?? '<<none>>'}\n`);
  return `${fileContextLines(era)}${own.join('')}`;
}

function escaped(path: string): string {
  return path.replaceAll(/[\s\\.^$*+?()[\]{}|]/g, (character) => (character.trim() === '' ? '.' : `\\${character}`));
}
