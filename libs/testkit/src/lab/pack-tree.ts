import { chmod, constants, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clockEnvironment } from './clock.ts';
import { runTool } from './run-tool.ts';
import type { TreeEntry } from './tree.ts';

const TEN_MINUTES = 600_000;

/**
 * Writes complete entries below the new folder `tree` and runs the commands that make a filesystem image of them.
 * Devices and extended attributes need no root: fakeroot makes the commands see them.
 */
export async function packTree(
  entries: readonly TreeEntry[],
  time: number,
  tree: string,
  commandsFor: (tree: string) => readonly (readonly string[])[],
): Promise<void> {
  for (const entry of entries) await stage(entry, join(tree, entry.path));
  const commands = [...entries.flatMap((entry) => specialCommands(entry, join(tree, entry.path))), ...commandsFor(tree)];
  const directories = entries.filter(({ kind }) => kind === 'directory').toReversed();
  for (const { path: name, mode } of directories) await chmod(join(tree, name), mode);
  await run(commands, time);
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
