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
  const bytes = readFile(path);
  const userData = await parseUserData(bytes, path);
  for (const problem of userData.problems) process.stderr.write(`staticfire: ${printable(problem, 500)}; Bottlerocket refuses user data with it\n`);
  // What looks for them takes time to load, which a scan without user data needs not for this.
  const { findSecrets } = await import('@staticfire/analyze/secrets/search');
  return { ...userData, secrets: findSecrets(bytes).found };
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
