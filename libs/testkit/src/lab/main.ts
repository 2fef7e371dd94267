import { parseArgs } from 'node:util';
import { demoArchive, writeDemoArchive } from './demo-archive.ts';
import { labImage, manifestPath, recipeNamed, UnknownImageError } from './lab-image.ts';
import { readManifest } from './manifest.ts';
import { recipes } from './recipes/index.ts';
import { MissingToolError } from './run-tool.ts';

const USAGE = 'usage: npm run lab -- [--list] [--force] NAME…';

/** The command behind `npm run lab`. Returns the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { list: { type: 'boolean' }, force: { type: 'boolean' } } });
  if (values.list) return list();
  if (positionals.length === 0) return complain(`${USAGE}\nimages: ${[...recipes.keys()].join(', ')}`, 2);
  for (const name of positionals) recipeNamed(name);
  for (const name of positionals) await make(name, values.force ?? false);
  return 0;
}

async function make(name: string, force: boolean): Promise<void> {
  const started = performance.now();
  const path = await labImage(name, { force });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${name}: ${path} (${seconds} s)`);
  const manifest = await readManifest(manifestPath(recipeNamed(name)));
  for (const [file, sha256] of Object.entries(manifest?.files ?? {})) say(`  ${sha256}  ${file}`);
  if (name === 'demo') await makeDemoArchive(path);
}

async function makeDemoArchive(path: string): Promise<void> {
  const { sha256, size } = await writeDemoArchive(path);
  say(`  ${sha256}  ${demoArchive} (${size} bytes)`);
}

function list(): number {
  for (const { name, about } of recipes.values()) say(`${name.padEnd(10)} ${about}`);
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}

function exitCodeOf(error: unknown): number {
  const isUsage = error instanceof UnknownImageError || error instanceof MissingToolError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  return complain((error as Error).message, isUsage ? 2 : 1);
}

process.exitCode = await main(process.argv.slice(2)).catch(exitCodeOf);
