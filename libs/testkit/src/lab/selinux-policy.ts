import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedPart } from './part-cache.ts';
import { runTool } from './run-tool.ts';

const POLICY_VERSION = 32;

/** The path of the binary policy that secilc makes of CIL text. */
export function compilePolicy(cil: string, cache: string): Promise<string> {
  return cachedPart(cache, 'policy', [POLICY_VERSION, cil], async (path, folder) => {
    const source = join(folder, 'policy.cil');
    await writeFile(source, cil);
    await runTool('secilc', [`--policyvers=${POLICY_VERSION}`, '-o', path, '-f', join(folder, 'file_contexts'), source]);
  });
}
