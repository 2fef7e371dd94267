import { type PermissionMap, PermissionMapError, parsePermissionMap } from '@staticfire/analyze/selinux/flow';
import { UsageError } from '../../failure.ts';
import { readTextFile } from './read-text-file.ts';

/** That of setools has 45 KiB. */
const MAX_LENGTH = 1024 * 1024;

/** A permission map in the format of setools and apol. A file that is none, is above 1 MiB or cannot be read is a UsageError. */
export function readPermissionMap(path: string): PermissionMap {
  const text = readTextFile(path, MAX_LENGTH);
  try {
    return parsePermissionMap(text);
  } catch (error) {
    if (!(error instanceof PermissionMapError)) throw error;
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  }
}
