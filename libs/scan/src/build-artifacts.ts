import type { BuildArtifact, BuildArtifacts } from '@staticfire/collect';
import { compareSources, openDiskSource, readFileIdentity, type WorkerPool } from '@staticfire/read/block-source/node';
import { FormatError, ReadError, UnsupportedError } from '@staticfire/read/bytes';
import { toImageError } from './image-error.ts';
import type { BuildFile, ScanInput } from './input/scan-input.ts';

/** The files of the folder in which the disk was found; undefined without a folder. */
export function buildArtifacts({ artifacts, path, dataDisk }: ScanInput, pool: WorkerPool): BuildArtifacts | undefined {
  if (artifacts === undefined) return undefined;
  const scanned = [path, dataDisk];
  return {
    files: artifacts.map((file) => artifactOf(file, scanned.includes(file.path))),
    compare: (one, other) => compareSources(pool, one, other),
  };
}

function artifactOf(file: BuildFile, isScanned: boolean): BuildArtifact {
  const { kind, name, suffix } = file;
  return { kind, name, suffix, isScanned, read: (work) => asReadError(file, () => readWhole(file, work)) };
}

async function readWhole<T>({ path, problem }: BuildFile, work: Parameters<BuildArtifact['read']>[0]): Promise<T> {
  if (problem !== undefined) throw new UnsupportedError({ structure: 'file', message: `it is ${problem}` });
  const before = readFileIdentity(path);
  const { source, file } = await openDiskSource(path);
  try {
    const result = (await work(source)) as T;
    if (JSON.stringify(before) === JSON.stringify(readFileIdentity(path))) return result;
    throw new FormatError({ structure: 'file', message: 'it changed while it was read' });
  } finally {
    source.close();
    file.close();
  }
}

/** What the operating system says of one artifact is data, too. */
async function asReadError<T>({ name }: BuildFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const known = toImageError(error, name);
    throw known === undefined ? error : new UnsupportedError({ structure: 'file', message: known.message, cause: error });
  }
}
