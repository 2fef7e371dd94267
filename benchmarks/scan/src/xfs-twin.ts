import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildXfs, type TreeEntry } from '@staticfire/testkit';

const SIZE_MIB = 1024;
const UUID = '11111111-2222-3333-4444-555555555555';
const NO_WHITE_SPACE = /^\S+$/; // a protofile has no other names

/** The files, directories and symlinks of an ext4 image on an XFS image of 1 GiB, `twin.xfs` in `folder`. */
export async function xfsTwin(ext4: string, folder: string): Promise<string> {
  const tree = join(folder, 'twin');
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  execFileSync('debugfs', ['-R', `rdump / ${tree}`, ext4], { stdio: 'ignore' });
  const image = join(folder, 'twin.xfs');
  await buildXfs(
    { sizeMib: SIZE_MIB, uuid: UUID, label: 'twin', flags: [], entries: [...entriesBelow(tree, '')], attributes: [] },
    image,
    join(folder, 'scratch'),
  );
  rmSync(tree, { recursive: true });
  return image;
}

function* entriesBelow(folder: string, prefix: string): Generator<TreeEntry> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!NO_WHITE_SPACE.test(entry.name)) continue;
    const [source, path] = [join(folder, entry.name), `${prefix}/${entry.name}`];
    if (entry.isSymbolicLink()) yield { path, kind: 'symlink', mode: 0o777, content: readlinkSync(source) };
    if (entry.isFile()) yield { path, kind: 'file', mode: 0o644, source };
    if (!entry.isDirectory()) continue;
    yield { path, kind: 'directory', mode: 0o755 };
    yield* entriesBelow(source, path);
  }
}
