import { mkdir, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { labelAt } from '../selinux/bottlerocket/file-labels.ts';
import { runDebugfs } from './debugfs.ts';
import type { Ext4Recipe } from './ext4-image.ts';
import { completeTree, type TreeEntry } from './tree.ts';

const KIND_BITS = { directory: 0o040000, file: 0o100000, symlink: 0o120000, 'character-device': 0o020000 };

/**
 * Fills an empty ext4 image with one debugfs run. mke2fs -d would copy the host's ctimes and directory order; debugfs
 * creates in our order, at E2FSPROGS_FAKE_TIME.
 */
export async function populateExt4(recipe: Ext4Recipe, path: string, folder: string): Promise<void> {
  const stage = new Stage(folder);
  const lines = completeTree([...recipe.entries]).flatMap((entry) => commandsFor(entry, recipe, stage));
  await stage.write();
  await runDebugfs(path, Buffer.from(lines.join('\n')), recipe.time);
}

function commandsFor(entry: TreeEntry, recipe: Ext4Recipe, stage: Stage): string[] {
  const exists = entry.path === '/' || entry.path === '/lost+found'; // mke2fs made them
  return [...(exists ? [] : createCommands(entry, stage)), ...ownerCommands(entry), ...xattrCommands(entry, recipe, stage)];
}

function createCommands(entry: TreeEntry, stage: Stage): string[] {
  const folder = `cd ${quote(posix.dirname(entry.path))}`;
  const name = quote(posix.basename(entry.path));
  if (entry.kind === 'directory') return [folder, `mkdir ${name}`];
  if (entry.kind === 'symlink') return [folder, `symlink ${name} ${quote(String(entry.content))}`];
  if (entry.kind === 'character-device') return [folder, `mknod ${name} c ${entry.device?.join(' ') ?? '0 0'}`];
  return [folder, `write ${quote(entry.source ?? stage.add(entry.content ?? ''))} ${name}`];
}

function ownerCommands(entry: TreeEntry): string[] {
  const path = quote(entry.path);
  const mode = `0${(KIND_BITS[entry.kind] | entry.mode).toString(8)}`;
  const owners = [entry.uid ? `sif ${path} uid ${entry.uid}` : '', entry.gid ? `sif ${path} gid ${entry.gid}` : ''];
  return [`sif ${path} mode ${mode}`, ...owners.filter((line) => line !== '')];
}

function xattrCommands(entry: TreeEntry, recipe: Ext4Recipe, stage: Stage): string[] {
  const label = labelOf(entry, recipe.labels);
  const values = { ...(label === undefined ? {} : { 'security.selinux': label }), ...entry.xattrs };
  return Object.entries(values).map(([name, value]) => `ea_set -f ${quote(stage.add(value))} ${quote(entry.path)} ${name}`);
}

function labelOf({ path, kind, label }: TreeEntry, era: Ext4Recipe['labels']): string | undefined {
  if (label !== undefined) return label ?? undefined;
  return era === undefined ? undefined : labelAt(path, kind, era);
}

/** libss splits on blanks and knows only double quotes, doubled to stand for themselves. */
function quote(word: string): string {
  return /^[\w./+@:=-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
}

/** Bytes that debugfs must read from files; equal contents share one file. */
class Stage {
  readonly #folder: string;
  readonly #paths = new Map<string, { path: string; bytes: Uint8Array }>();

  constructor(folder: string) {
    this.#folder = join(folder, 'stage');
  }

  add(content: Uint8Array | string): string {
    const bytes = Buffer.from(content);
    const key = bytes.toString('latin1');
    const known = this.#paths.get(key) ?? { path: join(this.#folder, String(this.#paths.size)), bytes };
    this.#paths.set(key, known);
    return known.path;
  }

  async write(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const { path, bytes } of this.#paths.values()) await writeFile(path, bytes);
  }
}
