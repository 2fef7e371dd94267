import { isFolder } from '@staticfire/read/block-source/file';
import { type ArtifactKind, parseArtifactName } from './artifact-name.ts';
import { planFolder } from './plan-folder.ts';
import { InputError, type ScanInput } from './scan-input.ts';

const TRIPLET = 'the partition images of one build: names that end in -boot.ext4, -root.ext4 and -root.verity, and in .lz4 after that when compressed';

/**
 * What the paths of a command line mean: one disk, one build output folder, a disk and the data disk beside it, or the three partition images of a build.
 * Files are told by their names and opened later. Throws InputError for files that make no image, ImageError for a folder without one.
 */
export function planInput(paths: readonly string[], dataDisk?: string): ScanInput {
  const given = dataDisk === undefined ? {} : { dataDisk };
  const [path = '', ...more] = paths;
  if (more.length > 0) return planFiles(paths, given);
  if (isFolder(path)) return { ...planFolder(path), ...given };
  const kind = parseArtifactName(path)?.kind;
  if (kind === 'boot' || kind === 'root' || kind === 'verity') throw new InputError(`${path} is one partition by its name; give all of ${TRIPLET}`);
  return { path, ...given };
}

/** The same for a question to the SELinux policy of an image, which lies on ROOT: one partition image that is ROOT is enough. Throws as `planInput`. */
export function planPolicy(paths: readonly string[]): ScanInput {
  const [path = '', ...more] = paths;
  if (more.length > 0 || isFolder(path)) return planInput(paths);
  const kind = parseArtifactName(path)?.kind;
  if (kind === 'root') return { path, partitions: {} };
  if (kind === 'boot' || kind === 'verity')
    throw new InputError(`${path} is one partition by its name, on which no policy lies; give the one that ends in -root.ext4`);
  return { path };
}

/** Whether a word can be one of several files that make an image together. */
export function endsAsArtifact(word: string): boolean {
  const kind = parseArtifactName(word)?.kind;
  return kind !== undefined && GIVEN_TOGETHER.includes(kind);
}

function planFiles(paths: readonly string[], given: Pick<ScanInput, 'dataDisk'>): ScanInput {
  const byKind = new Map<ArtifactKind, string>();
  for (const path of paths) {
    const kind = parseArtifactName(path)?.kind;
    if (kind === undefined || !GIVEN_TOGETHER.includes(kind)) throw new InputError(`${path} is given with other files, but its name is of none of ${TRIPLET}`);
    const other = byKind.get(kind);
    if (other !== undefined) throw new InputError(`${other} and ${path} both are ${kind} by their names`);
    byKind.set(kind, path);
  }
  const [disk, boot, root, verity] = (['disk', 'boot', 'root', 'verity'] as const).map((kind) => byKind.get(kind));
  const data = byKind.get('data-disk');
  if (data !== undefined && given.dataDisk !== undefined) throw new InputError(`${data} and ${given.dataDisk} both are given as data disk`);
  const beside = { ...(data === undefined ? {} : { dataDisk: data }), ...given };
  if (disk !== undefined && byKind.size === (data === undefined ? 1 : 2)) return { path: disk, ...beside };
  if (disk !== undefined) throw new InputError(`${disk} is a disk: give the folder of the build to compare it with partition images, or those alone`);
  if (boot === undefined || root === undefined || verity === undefined) throw new InputError(`${paths.join(', ')}: not all of ${TRIPLET}`);
  return { path: root, partitions: { boot, verity }, ...beside };
}

const GIVEN_TOGETHER: readonly ArtifactKind[] = ['disk', 'data-disk', 'boot', 'root', 'verity'];
