import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { debianFolder } from '../debian-folder.ts';

/** Content of a file, or `-> target` of a symlink, by absolute path. */
export type UnitFiles = Readonly<Record<string, string>>;

/** A file or symlink of a folder, as readers hand it over. */
export type FolderFile = { readonly path: string; readonly content: Uint8Array } | { readonly path: string; readonly target: string };

const UNIT_FOLDERS = ['lib/systemd/system', 'usr/lib/systemd/system', 'etc/systemd/system', 'lib/systemd/system-preset', 'usr/lib/systemd/system-preset'];

/** A folder that stands for ROOT; it is gone after `use`. */
export function withRoot<T>(files: UnitFiles, use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'staticfire-units-'));
  try {
    mkdirSync(join(root, 'etc'));
    for (const [path, content] of Object.entries(files)) write(join(root, path), content);
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The units and presets of Debian packages in one folder, all below /usr/lib as Bottlerocket has them. */
export async function copyDebianUnits(packages: readonly string[], root: string): Promise<void> {
  for (const name of packages) {
    const folder = await debianFolder(name);
    for (const path of UNIT_FOLDERS) {
      const target = join(root, path.replace(/^lib/, 'usr/lib'));
      if (existsSync(join(folder, path))) cpSync(join(folder, path), target, { recursive: true, verbatimSymlinks: true, force: true });
    }
  }
}

/** Every file and symlink of a folder, by path below it. */
export function readRoot(root: string, below = ''): FolderFile[] {
  return readdirSync(join(root, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): FolderFile[] => {
      const path = `${below}/${entry.name}`;
      if (entry.isSymbolicLink()) return [{ path, target: readlinkSync(join(root, path)) }];
      return entry.isDirectory() ? readRoot(root, path) : [{ path, content: readFileSync(join(root, path)) }];
    });
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const target = /^-> (.*)$/.exec(content)?.[1];
  if (target === undefined) writeFileSync(path, content, 'latin1');
  else symlinkSync(target, path);
}
