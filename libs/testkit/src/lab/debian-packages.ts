import { existsSync } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile } from './digest.ts';
import { cachedPart } from './part-cache.ts';
import { runTool } from './run-tool.ts';
import type { TreeEntry } from './tree.ts';

const TEN_MINUTES = 600_000;

export interface DebianPackage {
  readonly file: string;
  readonly sha256: string;
}

/** The files of Debian packages below the system root `usr`, fetched by apt and unpacked without root. */
export async function unpackedPackages(names: readonly string[], usr: string, cache: string): Promise<{ entries: TreeEntry[]; inventory: DebianPackage[] }> {
  const folder = await packageFolder(names, cache);
  const entries: TreeEntry[] = [];
  for (const [top, below] of MERGED) await walk(join(folder, 'tree', top), `${usr}${below}`, entries);
  return { entries, inventory: await packageInventory(names, cache) };
}

/** Each package's file name, which tells its version, and its SHA-256. */
export async function packageInventory(names: readonly string[], cache: string): Promise<DebianPackage[]> {
  if (names.length === 0) return [];
  return JSON.parse(await readFile(join(await packageFolder(names, cache), 'inventory.json'), 'utf8')) as DebianPackage[];
}

function packageFolder(names: readonly string[], cache: string): Promise<string> {
  return cachedPart(cache, 'packages', names, (path) => fetchPackages(names, path));
}

// Debian 12 packages still ship /lib and /bin; on the image all of it is below the system root.
const MERGED = [
  ['usr', ''],
  ['lib', '/lib'],
  ['lib64', '/lib'],
  ['bin', '/bin'],
  ['sbin', '/sbin'],
] as const;

async function fetchPackages(names: readonly string[], folder: string): Promise<void> {
  await mkdir(join(folder, 'debs'), { recursive: true });
  await runTool('env', ['-C', join(folder, 'debs'), 'apt-get', '-q', 'download', ...(await resolveKernel(names))], { timeout: TEN_MINUTES });
  const files = (await readdir(join(folder, 'debs'))).sort();
  const inventory: DebianPackage[] = [];
  for (const file of files) {
    const deb = join(folder, 'debs', file);
    await runTool('dpkg-deb', ['-x', deb, join(folder, 'tree')], { timeout: TEN_MINUTES });
    inventory.push({ file, sha256: await digestFile(deb) });
  }
  await writeFile(join(folder, 'inventory.json'), JSON.stringify(inventory));
}

/** `linux-image-amd64` only depends on the kernel of the day. */
async function resolveKernel(names: readonly string[]): Promise<string[]> {
  const { stdout } = await runTool('apt-cache', ['depends', 'linux-image-amd64']);
  const kernel = /Depends: (linux-image-\S+)/.exec(stdout)?.[1] ?? 'linux-image-amd64';
  return names.map((name) => (name === 'linux-image-amd64' ? kernel : name));
}

async function walk(host: string, path: string, entries: TreeEntry[]): Promise<void> {
  if (!existsSync(host)) return;
  for (const name of (await readdir(host)).sort()) await visit(join(host, name), `${path}/${name}`, entries);
}

async function visit(host: string, path: string, entries: TreeEntry[]): Promise<void> {
  const status = await lstat(host);
  const mode = status.mode & 0o755; // no setuid bits: the build turns them off
  if (status.isDirectory()) {
    entries.push({ path, kind: 'directory', mode });
    await walk(host, path, entries);
  } else if (status.isSymbolicLink()) entries.push({ path, kind: 'symlink', mode: 0o777, content: await readlink(host) });
  else if (status.isFile() && !(await isScript(host))) entries.push({ path, kind: 'file', mode, source: host });
}

async function isScript(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === '#!';
  } finally {
    await handle.close();
  }
}
