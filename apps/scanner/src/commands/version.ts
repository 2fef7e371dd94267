import { canonicalJson, FACTS_VERSION } from '@staticfire/facts';
import { RESULT_VERSION } from '@staticfire/findings';
import { loadShippedPacks } from '../load-policies.ts';
import { TOOL } from '../tool.ts';

export function printVersion(json: boolean): void {
  if (!json) {
    process.stdout.write(`${TOOL.name} ${TOOL.version}\n`);
    return;
  }
  const packs = loadShippedPacks().map(({ id, version }) => ({ id, version }));
  process.stdout.write(canonicalJson({ ...TOOL, node: process.version, schemas: { facts: FACTS_VERSION, result: RESULT_VERSION }, packs }));
}
