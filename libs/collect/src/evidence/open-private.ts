import { FormatError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { findPartition, type Image, isKnownFileSystem, openPartition, type Partition } from '@staticfire/read/image';
import { NO_LOG, type SourceLog } from '../collector.ts';
import { openBankEvidence } from './bank-evidence.ts';
import { readEnvironmentFile } from './read-environment-file.ts';

const FEATURES_PATH = '/usr/share/bottlerocket/image-features.env';

/**
 * The filesystem of PRIVATE; without such a partition, without anything on it, and where nobody can read it: undefined. Throws what opening throws.
 *
 * With ephemeral keys PRIVATE is encrypted anew at each boot: what a build or an earlier boot left there is noise that nobody can read and
 * nobody will. Only an image that says so of itself, below dm-verity, is taken at its word.
 */
export function openPrivate(image: Image, sources: SourceLog): FileSystem | undefined {
  const partition = findPartition(image, 'PRIVATE');
  if (partition === undefined) return undefined;
  sources.add({ partition: 'PRIVATE', offset: 0, length: partition.source.length });
  try {
    return openPartition(partition);
  } catch (error) {
    if (error instanceof FormatError && isNoise(partition) && hasEphemeralKeys(image)) return undefined;
    throw error;
  }
}

/** No filesystem is recognised. */
function isNoise({ source }: Partition): boolean {
  return !isKnownFileSystem(source);
}

function hasEphemeralKeys(image: Image): boolean {
  if (image.bootBank === undefined) return false;
  const { fileSystem, bank } = openBankEvidence(image, image.bootBank);
  return readEnvironmentFile(fileSystem('ROOT'), bank, FEATURES_PATH, NO_LOG)?.flag('EPHEMERAL_ENCRYPTION_KEYS') === true;
}
