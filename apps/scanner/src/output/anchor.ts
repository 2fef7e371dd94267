import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, parse, relative, resolve, sep } from 'node:path';
import type { Anchor } from '@staticfire/report';
import { UsageError } from '../failure.ts';

/** In the root of a repository, the first that is there. */
const DEFAULTS = ['staticfire.yaml', 'README.md'];

/** `FILE[:LINE]`, LINE from 1. Throws UsageError. */
export function parseAnchor(word: string): Anchor {
  const [, path = word, digits] = /^(.+):(\d+)$/.exec(word) ?? [];
  const line = Number(digits ?? 1);
  if (path === '' || line < 1 || !Number.isSafeInteger(line)) throw new UsageError(`--anchor ${word}: expected FILE or FILE:LINE, lines count from 1`);
  return { path, line };
}

/** The nearest folder upward with `.git`; the folder itself when there is none. */
export function repositoryRoot(folder: string, isThere: (path: string) => boolean): string {
  const top = parse(folder).root;
  for (let each = folder; ; each = dirname(each)) {
    if (isThere(join(each, '.git'))) return each;
    if (each === top) return folder;
  }
}

/** How `root` names the file, with forward slashes; undefined when it lies outside. */
export function pathInside(root: string, file: string): string | undefined {
  const path = relative(root, file);
  return path === '' || path === '..' || path.startsWith(`..${sep}`) || parse(path).root !== '' ? undefined : path.split(sep).join('/');
}

/**
 * Where results that stand in no file of the user's repository are shown: what `--anchor` says, else the configuration file that is used,
 * else `staticfire.yaml` or `README.md` of the repository. Links are followed. Throws UsageError when there is no such file in it.
 */
export function findAnchor(word: string | undefined, config: string | undefined, folder: string): Anchor {
  const root = repositoryRoot(realpathSync(folder), existsSync);
  if (word !== undefined) return anchorAt(root, folder, parseAnchor(word));
  const candidates = [...(config === undefined ? [] : [resolve(folder, config)]), ...DEFAULTS.map((name) => join(root, name))];
  const found = candidates.map((path) => placeInside(root, path)).find((path) => path !== undefined);
  if (found === undefined) throw new UsageError(`sarif-github needs a file of the repository ${root} to show results in: name one with --anchor FILE[:LINE]`);
  return { path: found, line: 1 };
}

function anchorAt(root: string, folder: string, { path, line }: Anchor): Anchor {
  const file = resolve(folder, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`--anchor ${path}: there is no such file`);
  const inside = placeInside(root, file);
  if (inside === undefined) throw new UsageError(`--anchor ${path}: it lies outside the repository ${root}`);
  return { path: inside, line };
}

function placeInside(root: string, file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? pathInside(root, realpathSync(file)) : undefined;
}
