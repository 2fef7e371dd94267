import { chmod, constants, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyEra } from '../selinux/bottlerocket/policy-era.ts';
import { clockEnvironment } from './clock.ts';
import { erofsContexts } from './erofs-contexts.ts';
import { runTool } from './run-tool.ts';
import { completeTree, type TreeEntry } from './tree.ts';

const TEN_MINUTES = 600_000;

export interface ErofsRecipe {
  /** Arguments of mkfs.erofs beside those that follow from the other fields. */
  readonly flags: readonly string[];
  readonly uuid: string;
  /** Seconds since 1970: the build time and every file's. */
  readonly time: number;
  /** The policy whose file contexts label the files. */
  readonly labels: PolicyEra;
  readonly entries: readonly TreeEntry[];
}

/** What the build passes to mkfs.erofs (anatomy-2026 section 3). */
export const BUILD_FLAGS = ['-zlz4hc,12', '-C262144', '--all-root'] as const;

/**
 * Builds one EROFS image file at `path`; `folder` is for scratch files. Labels come from file contexts, as in a real build.
 * Devices and other extended attributes need no root either: fakeroot makes mkfs.erofs see them.
 */
export async function buildErofs(recipe: ErofsRecipe, path: string, folder: string): Promise<void> {
  const entries = completeTree(recipe.entries);
  const tree = join(folder, 'tree');
  for (const entry of entries) await stage(entry, join(tree, entry.path));
  const contexts = join(folder, 'file_contexts');
  await writeFile(contexts, erofsContexts(entries, recipe.labels));
  const words = ['mkfs.erofs', ...recipe.flags, `-U${recipe.uuid}`, `-T${recipe.time}`, `--file-contexts=${contexts}`, '--quiet', path, tree];
  const commands = [...entries.flatMap((entry) => specialCommands(entry, join(tree, entry.path))), words];
  const directories = entries.filter(({ kind }) => kind === 'directory').toReversed();
  for (const { path: name, mode } of directories) await chmod(join(tree, name), mode);
  await run(commands, recipe.time);
  for (const { path: name } of directories.toReversed()) await chmod(join(tree, name), 0o755); // so that they can be removed
}

async function stage(entry: TreeEntry, path: string): Promise<void> {
  if (entry.kind === 'directory') await mkdir(path, { recursive: true });
  else if (entry.kind === 'symlink') await symlink(String(entry.content), path);
  else if (entry.kind === 'file') await stageFile(entry, path);
}

async function stageFile(entry: TreeEntry, path: string): Promise<void> {
  if (entry.source === undefined) await writeFile(path, entry.content ?? '');
  else await copyFile(entry.source, path, constants.COPYFILE_FICLONE);
  await chmod(path, entry.mode);
}

function specialCommands(entry: TreeEntry, path: string): string[][] {
  const device = entry.kind === 'character-device' ? [['mknod', '-m', entry.mode.toString(8), path, 'c', ...(entry.device ?? [0, 0]).map(String)]] : [];
  const attributes = Object.entries(entry.xattrs ?? {});
  return [...device, ...attributes.map(([name, value]) => ['setfattr', '-h', '-n', name, '-v', `0x${Buffer.from(value).toString('hex')}`, path])];
}

/** SOURCE_DATE_EPOCH counts more than -T. */
async function run(commands: readonly (readonly string[])[], time: number): Promise<void> {
  const options = { timeout: TEN_MINUTES, env: clockEnvironment(time) };
  if (commands.length === 1) await runTool(commands[0]![0]!, commands[0]!.slice(1), options);
  else await runTool('fakeroot', ['--', 'sh', '-ec', commands.map((words) => words.map(quote).join(' ')).join('\n')], options);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
