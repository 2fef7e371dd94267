import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyEra } from '../selinux/bottlerocket/policy-era.ts';
import { erofsContexts } from './erofs-contexts.ts';
import { packTree } from './pack-tree.ts';
import { completeTree, type TreeEntry } from './tree.ts';

export interface ErofsRecipe {
  /** Arguments of mkfs.erofs beside those that follow from the other fields. */
  readonly flags: readonly string[];
  readonly uuid: string;
  /** Seconds since 1970: the build time and every file's. */
  readonly time: number;
  /** The policy whose file contexts label the files. */
  readonly labels: PolicyEra;
  readonly entries: readonly TreeEntry[];
}

/** What the build passes to mkfs.erofs (anatomy-2026 section 3). */
export const BUILD_FLAGS = ['-zlz4hc,12', '-C262144', '--all-root'] as const;

/**
 * Builds one EROFS image file at `path`; `folder` is for scratch files. Labels come from file contexts, as in a real build.
 */
export async function buildErofs(recipe: ErofsRecipe, path: string, folder: string): Promise<void> {
  const entries = completeTree(recipe.entries);
  const contexts = join(folder, 'file_contexts');
  await writeFile(contexts, erofsContexts(entries, recipe.labels));
  await packTree(entries, recipe.time, join(folder, 'tree'), (tree) => [
    ['mkfs.erofs', ...recipe.flags, `-U${recipe.uuid}`, `-T${recipe.time}`, `--file-contexts=${contexts}`, '--quiet', path, tree],
  ]);
}
