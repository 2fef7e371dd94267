import { readFileSync, statSync } from 'node:fs';
import { type PermissionMap, PermissionMapError, parsePermissionMap } from '@staticfire/analyze/selinux/flow';
import { UsageError } from '../../failure.ts';
import { describeFileError } from '../../file-error.ts';

/** That of setools has 45 KiB. */
const MAX_LENGTH = 1024 * 1024;

/** A permission map in the format of setools and apol. A file that is none, is above 1 MiB or cannot be read is a UsageError. */
export function readPermissionMap(path: string): PermissionMap {
  try {
    const { size } = statSync(path);
    if (size > MAX_LENGTH) throw new UsageError(`${path} has ${size} bytes, at most ${MAX_LENGTH} are read`);
    return parsePermissionMap(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof PermissionMapError ? error.message : describeFileError(error);
    throw new UsageError(`${path}: ${reason}`, { cause: error });
  }
}
