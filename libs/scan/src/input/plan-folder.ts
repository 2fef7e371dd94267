import { type FolderFile, listFolder } from '@staticfire/read/block-source/file';
import { ImageError, toImageError } from '../image-error.ts';
import { type ArtifactKind, parseArtifactName, preferenceOf } from './artifact-name.ts';
import type { BuildFile, ScanInput } from './scan-input.ts';

/**
 * The disk of a build output folder (`build/images/ARCH-VARIANT/VERSION-BUILDID`, or `latest`): of its forms the one that is read fastest, as
 * `preferenceOf` orders them. Throws ImageError where there is none, or more than one build's.
 */
export function planFolder(folder: string): ScanInput {
  const files = listArtifacts(folder);
  const disk = choose(folder, files, 'disk');
  if (disk === undefined) throw new ImageError(`${folder}: ${whyNoDisk(folder, files)}`);
  const dataDisk = choose(folder, files, 'data-disk');
  return { path: disk.path, folder, artifacts: files, ...(dataDisk === undefined ? {} : { dataDisk: dataDisk.path }) };
}

/** Names of artifacts alone, by name. Links that only are a second name of a file of the same kind in the folder are left out. */
function listArtifacts(folder: string): readonly BuildFile[] {
  try {
    const found = listFolder(folder, (name) => parseArtifactName(name) !== undefined);
    return found
      .filter((file) => !isSecondName(file))
      .map(({ name, path, problem }) => ({ ...parseArtifactName(name)!, name, path, ...(problem === undefined ? {} : { problem }) }));
  } catch (error) {
    throw toImageError(error, folder) ?? error;
  }
}

/** `…-x86_64.img.lz4` and `…-x86_64-v1.26.1.img.lz4` lead to `…-x86_64-1.26.1-BUILDID.img.lz4`. */
function isSecondName({ name, target }: FolderFile): boolean {
  return target !== undefined && parseArtifactName(target)?.suffix === parseArtifactName(name)?.suffix;
}

function choose(folder: string, files: readonly BuildFile[], kind: ArtifactKind): BuildFile | undefined {
  const usable = files.filter((file) => file.kind === kind && file.problem === undefined);
  const builds = [...new Set(usable.map(({ stem }) => stem))];
  if (builds.length > 1) {
    const named = usable.slice(0, MAX_NAMED).map(({ name }) => name);
    throw new ImageError(`${folder}: files of ${builds.length} builds are ${kind}: ${named.join(', ')}; name the one that is meant`);
  }
  return [...usable].sort((one, other) => preferenceOf(one.suffix) - preferenceOf(other.suffix))[0];
}

const MAX_NAMED = 4;

function whyNoDisk(folder: string, files: readonly BuildFile[]): string {
  const unusable = files.find(({ kind, problem }) => kind === 'disk' && problem !== undefined);
  if (unusable !== undefined) return `${unusable.name} is ${unusable.problem}, and there is no other disk`;
  const hint = files.length > 0 ? 'partition images alone are given as files' : hasLatest(folder) ? 'give the folder latest in it' : undefined;
  return `a directory in which no disk of a build is${hint === undefined ? '' : `; ${hint}`}`;
}

function hasLatest(folder: string): boolean {
  return listFolder(folder, (name) => name === 'latest').length > 0;
}
