import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedPart } from './part-cache.ts';
import { runTool } from './run-tool.ts';

/** The path of the binary policy of that version that secilc makes of CIL text. */
export function compilePolicy(cil: string, version: number, cache: string): Promise<string> {
  return cachedPart(cache, 'policy', [version, cil], async (path, folder) => {
    const source = join(folder, 'policy.cil');
    await writeFile(source, cil);
    await runTool('secilc', [`--policyvers=${version}`, '-o', path, '-f', join(folder, 'file_contexts'), source]);
  });
}
