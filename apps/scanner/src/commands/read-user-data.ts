import { readFileSync } from 'node:fs';
import { parseUserData, type UserData } from '@staticfire/analyze/settings';
import { printable } from '@staticfire/report';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';

/**
 * The user data of `--user-data`, before any image is opened. Keys that no variant knows and values of wrong types are warned of on stderr.
 * Throws UsageError when the file cannot be read, UserDataError when it is no TOML with settings.
 */
export async function readUserData(path: string | undefined): Promise<UserData | undefined> {
  if (path === undefined) return undefined;
  const userData = await parseUserData(readFile(path), path);
  for (const problem of userData.problems) process.stderr.write(`staticfire: ${printable(problem, 500)}; Bottlerocket refuses user data with it\n`);
  return userData;
}

/** Throws UsageError when user data are given beside facts that were collected before. */
export function refuseBesideFacts(userData: string | undefined): void {
  if (userData !== undefined) throw new UsageError('--user-data goes with an image; saved facts have those that they were collected with');
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path}: ${describeFileError(error)}`, { cause: error });
  }
}
