import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/bin', '/bin']; // a user's PATH often lacks sbin

/** The absolute path of a command on PATH or in the system folders, or of a file given by its absolute path; undefined when it is not installed. */
export function toolPath(command: string): string | undefined {
  if (isAbsolute(command)) return existsSync(command) ? command : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

/** The Debian packages, sorted and without repeats, of those commands that are not installed. */
export function missingPackages(tools: Readonly<Record<string, string>>): string[] {
  const missing = Object.entries(tools).filter(([command]) => toolPath(command) === undefined);
  return [...new Set(missing.map(([, debianPackage]) => debianPackage))].sort();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
