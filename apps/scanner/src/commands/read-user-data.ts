import { readFileSync } from 'node:fs';
import { parseUserData, type UserData } from '@staticfire/analyze/settings';
import { printable } from '@staticfire/report';
import { UsageError } from '../failure.ts';

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

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
