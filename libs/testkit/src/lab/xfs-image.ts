import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';
import { completeTree, type TreeEntry } from './tree.ts';

const MIB = 1024 * 1024;
/** mkfs.xfs makes filesystems below 300 MiB only for its own tests, which set these. */
const SMALL_SIZES = { TEST_DIR: '1', TEST_DEV: '1', QA_CHECK_FS: '1' };
const NAMESPACE_FLAGS = { user: '-u', root: '-r', secure: '-s' } as const;

/** An attribute whose value is the letter v, `length` times. */
export interface XfsAttribute {
  readonly path: string;
  readonly namespace: keyof typeof NAMESPACE_FLAGS;
  readonly name: string;
  readonly length: number;
}

export interface XfsRecipe {
  readonly sizeMib: number;
  readonly uuid: string;
  readonly label: string;
  /** More arguments of mkfs.xfs: -b, -i, -m, -n … */
  readonly flags: readonly string[];
  /** Without white space in names and targets. Times are those of the build. */
  readonly entries: readonly TreeEntry[];
  /** Set one after another, so that those of two files share the space between them. */
  readonly attributes: readonly XfsAttribute[];
}

/** Builds one XFS image at `path` without mounting it: mkfs.xfs -p makes the files, xfs_db sets attributes; `folder` is for scratch files. */
export async function buildXfs(recipe: XfsRecipe, path: string, folder: string): Promise<void> {
  const proto = join(folder, 'protofile');
  await mkdir(folder, { recursive: true });
  await writeFile(proto, await protoFile(recipe.entries, folder));
  await writeFile(path, '');
  await truncate(path, recipe.sizeMib * MIB);
  const names = ['-q', '-f', '-m', `uuid=${recipe.uuid}`, '-L', recipe.label];
  await runTool('mkfs.xfs', [...names, '-p', proto, ...recipe.flags, path], { env: SMALL_SIZES });
  if (recipe.attributes.length > 0) await setAttributes(recipe.attributes, path);
}

async function setAttributes(attributes: readonly XfsAttribute[], path: string): Promise<void> {
  const lines = attributes.flatMap(({ path: file, namespace, name, length }) => [
    `path ${file}`,
    `attr_set ${NAMESPACE_FLAGS[namespace]} -v ${length} ${name}`,
  ]);
  const { stdout, stderr } = await runTool('xfs_db', ['-x', path], { input: `${lines.join('\n')}\n` });
  const failure = /^.*(?:failed|cannot|no such|not found).*$/im.exec(`${stdout}\n${stderr}`)?.[0];
  if (failure !== undefined) throw new Error(`xfs_db ${path}: ${failure}`);
}

/** mkfs.xfs(8), -p: a boot program, sizes, then the root and what is below each directory up to `$`. */
async function protoFile(entries: readonly TreeEntry[], folder: string): Promise<string> {
  const tree = completeTree(entries).filter(({ path }) => path !== '/');
  const below = (parent: string): TreeEntry[] => tree.filter(({ path }) => path.slice(0, path.lastIndexOf('/')) === parent);
  const lines = async (parent: string): Promise<string[]> => {
    const found: string[] = [];
    for (const entry of below(parent)) {
      found.push(await protoLine(entry, folder));
      if (entry.kind === 'directory') found.push(...(await lines(entry.path)), '$');
    }
    return found;
  };
  return ['/dev/null', '0 0', 'd--755 0 0', ...(await lines('')), '$', ''].join('\n');
}

async function protoLine(entry: TreeEntry, folder: string): Promise<string> {
  const { path, kind, mode, uid = 0, gid = 0, device = [0, 0] } = entry;
  const bits = `${mode & 0o4000 ? 'u' : '-'}${mode & 0o2000 ? 'g' : '-'}${(mode & 0o777).toString(8).padStart(3, '0')}`;
  const common = `${bits} ${uid} ${gid}`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (kind === 'directory') return `${name} d${common}`;
  if (kind === 'symlink') return `${name} l${common} ${String(entry.content)}`;
  if (kind === 'character-device') return `${name} c${common} ${device.join(' ')}`;
  return `${name} -${common} ${await contentFile(entry, folder)}`;
}

/** Files of the same text share one. */
async function contentFile({ source, content = '' }: TreeEntry, folder: string): Promise<string> {
  if (source !== undefined) return source;
  const bytes = Buffer.from(content);
  const path = join(folder, createHash('sha256').update(bytes).digest('hex'));
  if (!existsSync(path)) await writeFile(path, bytes);
  return path;
}
