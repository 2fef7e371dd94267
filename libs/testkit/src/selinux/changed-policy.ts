import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partFolder } from '../lab/lab-folder.ts';
import { compilePolicy } from '../lab/selinux-policy.ts';

const VERSION = 33;

/** The path of the binary policy, version 33, that secilc makes of CIL text. */
export async function compiledPolicy(cil: string): Promise<string> {
  return (await compilePolicy(cil, VERSION, partFolder)).policy;
}

/** The same of every-statement.cil with texts replaced, and with statements at its end; a text that is not in it throws. */
export async function changedPolicy(changes: readonly (readonly [from: string, to: string])[], more = ''): Promise<string> {
  let cil = await readFile(join(import.meta.dirname, 'every-statement.cil'), 'utf8');
  for (const [from, to] of changes) {
    if (!cil.includes(from)) throw new Error(`every-statement.cil has no ${JSON.stringify(from)}`);
    cil = cil.replace(from, to);
  }
  return compiledPolicy(cil + more);
}
