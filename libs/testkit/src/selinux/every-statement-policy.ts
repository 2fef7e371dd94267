import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partFolder } from '../lab/lab-folder.ts';
import { compilePolicy } from '../lab/selinux-policy.ts';

/** CIL texts and the first version that secilc takes them for. */
const SOURCES = [
  { from: 24, file: 'every-statement.cil' },
  { from: 30, file: 'extended-permissions.cil' },
  { from: 32, file: 'glblub.cil' },
];

/** The versions that secilc 3.4 writes and setools 4.4 reads. */
export const compiledVersions = [24, 25, 26, 27, 28, 29, 30, 31, 32, 33] as const;

/** The path of a binary policy with a statement of every kind, from secilc. */
export async function everyStatementPolicy(version: (typeof compiledVersions)[number]): Promise<string> {
  const files = SOURCES.filter(({ from }) => version >= from).map(({ file }) => readFile(join(import.meta.dirname, file), 'utf8'));
  return (await compilePolicy((await Promise.all(files)).join('\n'), version, partFolder)).policy;
}
