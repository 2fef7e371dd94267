import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A folder in `work` with the files of an EROFS image, for images made of them; extracted once in a run. */
export function extractedTree(erofs: string, work: string): string {
  const tree = join(work, 'extracted-tree');
  if (!existsSync(tree)) execFileSync('fsck.erofs', [`--extract=${tree}`, erofs], { stdio: 'ignore' });
  return tree;
}
