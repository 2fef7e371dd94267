// One scan in this process: `node measure-stages.ts IMAGE POLICIES`. Prints the milliseconds of each stage and of each report.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reporters } from '@staticfire/report';
import { collectFacts, type ProgressEvent } from '@staticfire/scan';
import { evaluateFacts, loadPolicies } from '@staticfire/scan/judge';

const TOOL = { name: 'staticfire', version: 'bench' };

const [image, folder] = process.argv.slice(2);
const milliseconds: Record<string, number> = {};

const policies = await timed('packs', async () => loadPolicies({ packs: readPacks(folder!) }));
const document = await collectFacts({ path: image!, tool: TOOL, progress: { onEvent: note } });
const result = await timed('evaluate', () => evaluateFacts(document, { ...policies, tool: TOOL }));
for (const { name, load } of reporters) {
  await timed(`report ${name}`, async () => {
    const render = await load();
    return [...render(result, { anchor: { path: 'README.md', line: 1 } })].length;
  });
}
process.stdout.write(`${JSON.stringify(milliseconds)}\n`);

function note(event: ProgressEvent): void {
  if (event.kind !== 'stage') return;
  const now = performance.now();
  milliseconds[event.stage] = event.state === 'started' ? now : now - milliseconds[event.stage]!;
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const value = await work();
  milliseconds[name] = performance.now() - start;
  return value;
}

function readPacks(policiesFolder: string) {
  const names = readdirSync(policiesFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => ({ path: `policies/${name}`, text: readFileSync(join(policiesFolder, name), 'utf8') }));
}
