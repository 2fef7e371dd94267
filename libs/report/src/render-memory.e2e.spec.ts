import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { reporters } from './reporters.ts';

const FINDINGS = 50_000;
const MAX_MEMORY_KIB = 300 * 1024;
/** Of bloodhound, which tells controls alone: these findings belong to none. */
const LEAST_BYTES = (name: string) => (name === 'bloodhound' ? 200 : 1000);

/** V8's young generation as the command has it: set by itself, as an option of Node does something else (libs/decisions/0012). */
const renderAll = (name: string) => `
  (await import('node:v8')).setFlagsFromString('--semi-space-growth-factor=1');
  const { findReporter } = await import('${new URL('./reporters.ts', import.meta.url)}');
  const { manyFindings } = await import('${new URL('./many-findings.ts', import.meta.url)}');
  const render = await findReporter('${name}').load();
  let bytes = 0;
  for (const piece of render(manyFindings(${FINDINGS}), { anchor: { path: 'README.md', line: 1 } })) bytes += Buffer.byteLength(piece);
  console.log(JSON.stringify({ bytes, memory: process.resourceUsage().maxRSS }));
`;

test.each(reporters.map(({ name }) => name))('%s of 50 000 findings stays below 300 MiB', (name) => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', renderAll(name)], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const { bytes, memory } = JSON.parse(stdout);
  expect(bytes).toBeGreaterThan(LEAST_BYTES(name));
  expect(memory).toBeLessThan(MAX_MEMORY_KIB);
});
