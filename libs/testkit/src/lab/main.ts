import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { demoArchive, writeDemoArchive } from './demo-archive.ts';
import { type ArchiveKind, labArchive } from './lab-archive.ts';
import { labImage, manifestPath, recipeNamed, UnknownImageError } from './lab-image.ts';
import { readManifest } from './manifest.ts';
import { recipes } from './recipes/index.ts';
import { MissingToolError } from './run-tool.ts';

const USAGE = 'usage: npm run lab -- [--list] [--force] NAME[.lz4|.gz|.zst|.xz|.bz2]…';

/** The command behind `npm run lab`. Returns the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { list: { type: 'boolean' }, force: { type: 'boolean' } } });
  if (values.list) return list();
  if (positionals.length === 0) return complain(`${USAGE}\nimages: ${[...recipes.keys()].join(', ')}`, 2);
  const wanted = positionals.map(parseName);
  for (const each of wanted) await make(each, values.force ?? false);
  return 0;
}

interface Wanted {
  readonly name: string;
  readonly archives: readonly ArchiveKind[];
}

/** `k8s-2026` is the image with its usual archives, `k8s-2026.zst` the image and that archive. */
function parseName(word: string): Wanted {
  const [, name = '', kind] = /^(.*?)(?:\.(lz4|gz|zst|xz|bz2))?$/.exec(word) ?? [];
  const { archives } = recipeNamed(name);
  return { name, archives: kind === undefined ? archives : [kind as ArchiveKind] };
}

async function make({ name, archives }: Wanted, force: boolean): Promise<void> {
  const path = await timed(name, () => labImage(name, { force }));
  const manifest = await readManifest(manifestPath(recipeNamed(name)));
  for (const [file, sha256] of Object.entries(manifest?.files ?? {})) say(`  ${sha256}  ${file}`);
  for (const kind of archives) say(`  ${(await stat(await timed(`${name}.${kind}`, () => labArchive(name, kind)))).size} bytes`);
  if (name === 'demo') await makeDemoArchive(path);
}

async function timed(what: string, build: () => Promise<string>): Promise<string> {
  const started = performance.now();
  const path = await build();
  say(`${what}: ${path} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return path;
}

async function makeDemoArchive(path: string): Promise<void> {
  const { sha256, size } = await writeDemoArchive(path);
  say(`  ${sha256}  ${demoArchive} (${size} bytes)`);
}

function list(): number {
  for (const { name, about } of recipes.values()) say(`${name.padEnd(13)} ${about}`);
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
