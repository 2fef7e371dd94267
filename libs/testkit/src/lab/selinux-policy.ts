import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedPart } from './part-cache.ts';
import { runTool } from './run-tool.ts';

/** What secilc makes of CIL text: paths of the binary policy and of file_contexts. */
export interface CompiledPolicy {
  readonly policy: string;
  readonly fileContexts: string;
}

/** Capabilities by their bits that secilc of Debian 12 does not know: they are set in its output. */
const LATER_CAPABILITIES: Readonly<Record<string, number>> = { userspace_initial_context: 8 };
// Behind magic, "SE Linux" and four numbers is a map of 64 bits: its size, its highest bit, a count of 1, where it starts, its bits.
const CAPABILITIES_AT = 32;
const ONE_NODE = Buffer.from([64, 0, 0, 0, 64, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);

/** The binary policy of that version, and the file contexts. What neverallow statements forbid compiles when `checked` is false. */
export async function compilePolicy(cil: string, version: number, cache: string, { checked = true } = {}): Promise<CompiledPolicy> {
  const later = Object.keys(LATER_CAPABILITIES).filter((name) => cil.includes(`(policycap ${name})\n`));
  const text = later.reduce((left, name) => left.replace(`(policycap ${name})\n`, ''), cil);
  const inputs = [version, text, checked, later];
  const folder = await cachedPart(cache, 'policy', inputs, async (path, scratch) => {
    const source = join(scratch, 'policy.cil');
    await mkdir(path);
    await writeFile(source, text);
    const { policy, fileContexts } = filesIn(path);
    await runTool('secilc', [`--policyvers=${version}`, ...(checked ? [] : ['--disable-neverallow']), '-o', policy, '-f', fileContexts, source]);
    await setCapabilities(policy, later);
  });
  return filesIn(folder);
}

function filesIn(folder: string): CompiledPolicy {
  return { policy: join(folder, 'policy'), fileContexts: join(folder, 'file_contexts') };
}

async function setCapabilities(path: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const bytes = await readFile(path);
  const bits = CAPABILITIES_AT + ONE_NODE.length;
  if (!bytes.subarray(CAPABILITIES_AT, bits).equals(ONE_NODE)) throw new Error('the policy has no map of capabilities to add to');
  for (const bit of names.map((name) => LATER_CAPABILITIES[name]!)) bytes[bits + (bit >> 3)]! |= 1 << (bit & 7);
  await writeFile(path, bytes);
}
