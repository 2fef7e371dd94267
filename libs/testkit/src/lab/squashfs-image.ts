import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labelAt } from '../selinux/bottlerocket/file-labels.ts';
import type { PolicyEra } from '../selinux/bottlerocket/policy-era.ts';
import { packTree } from './pack-tree.ts';
import { completeTree, type TreeEntry } from './tree.ts';

export interface SquashfsRecipe {
  /** Arguments of mksquashfs beside those that follow from the other fields. */
  readonly flags: readonly string[];
  /** Seconds since 1970: the build time and every file's. */
  readonly time: number;
  /** The policy whose file contexts label the files. */
  readonly labels: PolicyEra;
  readonly entries: readonly TreeEntry[];
}

/** Builds one squashfs image file at `path`; `folder` is for scratch files. */
export async function buildSquashfs(recipe: SquashfsRecipe, path: string, folder: string): Promise<void> {
  const entries = completeTree(recipe.entries);
  const labels = join(folder, 'labels');
  const tree = join(folder, 'tree');
  await writeFile(labels, labelDump(entries, recipe.labels, tree));
  const times = [`-all-time`, `${recipe.time}`, '-mkfs-time', `${recipe.time}`];
  const options = ['-noappend', '-no-recovery', '-no-progress', '-quiet', '-all-root', ...times];
  await packTree(entries, recipe.time, tree, () => [
    ['setfattr', '-h', `--restore=${labels}`],
    // mksquashfs refuses to be told the time twice.
    ['env', '-u', 'SOURCE_DATE_EPOCH', 'mksquashfs', tree, path, ...options, ...recipe.flags],
  ]);
}

/** As getfattr --dump writes it: mksquashfs takes no file contexts. */
function labelDump(entries: readonly TreeEntry[], era: PolicyEra, tree: string): string {
  const labelled = entries.map(({ path, kind, label }) => ({ path, value: label === undefined ? labelAt(path, kind, era) : label }));
  return labelled
    .filter(({ value }) => typeof value === 'string')
    .map(({ path, value }) => `# file: ${escaped(join(tree, path))}\nsecurity.selinux=0x${Buffer.from(value!).toString('hex')}\n\n`)
    .join('');
}

/** A backslash, and what does not stand for itself in the dump, as three octal digits. */
function escaped(path: string): string {
  return path.replaceAll(/[\\\n\r]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
