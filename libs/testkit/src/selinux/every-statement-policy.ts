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

type CompiledVersion = (typeof compiledVersions)[number];

/** CIL of a policy with every kind of statement that a policy of that version can have. */
export async function everyStatementCil(version: CompiledVersion): Promise<string> {
  const files = SOURCES.filter(({ from }) => version >= from).map(({ file }) => readFile(join(import.meta.dirname, file), 'utf8'));
  return (await Promise.all(files)).join('\n');
}

/** The path of the binary policy that secilc makes of it. */
export async function everyStatementPolicy(version: CompiledVersion): Promise<string> {
  return (await compilePolicy(await everyStatementCil(version), version, partFolder)).policy;
}
