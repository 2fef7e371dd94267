import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, walk } from '@staticfire/read/filesystem';
import { findPartition, type Image, isKnownFileSystem, openFileSystem, type Partition } from '@staticfire/read/image';
import { defineDiskCollector, NO_LOG } from '../collector.ts';
import { openBankEvidence } from '../evidence/bank-evidence.ts';
import { readEnvironmentFile } from '../evidence/read-environment-file.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type PrivateFiles, privateFiles } from './private-files.schema.ts';

const MAX_LISTED = 1000;
const FEATURES_PATH = '/usr/share/bottlerocket/image-features.env';

export const collectPrivateFiles = defineDiskCollector({
  fact: privateFiles,
  reads: ['image'],
  collect({ image }, sources): PrivateFiles | undefined {
    const partition = findPartition(image, 'PRIVATE');
    if (partition === undefined) return undefined;
    sources.add({ partition: 'PRIVATE', offset: 0, length: partition.source.length });
    const fs = openPrivate(image, partition);
    if (fs === undefined) return undefined;
    const files: PrivateFiles['files'][number][] = [];
    for (const { path, stat, error } of walk(fs)) {
      if (files.length >= MAX_LISTED) {
        const message = `more than ${MAX_LISTED} files; the rest is not listed`;
        files.push({ $unreadable: { kind: 'limit', structure: 'PRIVATE', message } });
        break;
      }
      if (error !== undefined) files.push({ $unreadable: toFailure(error) });
      if (stat === undefined || path === '/') continue;
      files.push({ path, type: stat.type, mode: stat.mode.toString(8).padStart(4, '0'), size: stat.size });
    }
    return { files };
  },
});

/**
 * With ephemeral keys PRIVATE is encrypted anew at each boot: what a build or an earlier boot left there is noise that nobody can read and
 * nobody will. Only an image that says so of itself, below dm-verity, is taken at its word.
 */
function openPrivate(image: Image, partition: Partition): FileSystem | undefined {
  try {
    return openFileSystem(partition.source);
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
