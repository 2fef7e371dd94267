import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { toolPath } from '../tool-path.ts';
import { digestFile } from './digest.ts';
import { labFolder } from './lab-folder.ts';
import { imageDigest, labImage } from './lab-image.ts';
import { MissingToolError } from './run-tool.ts';

export type ArchiveKind = 'lz4' | 'gz' | 'zst' | 'xz' | 'bz2';

const TEN_MINUTES = 600_000;

// Commands that write the archive of their last argument to stdout: no names, no times, one thread, so the same bytes each time.
const COMMANDS: Readonly<Record<ArchiveKind, readonly [tool: string, ...args: string[]]>> = {
  lz4: ['lz4', '-9qc'], // as the build does
  gz: ['gzip', '-9nc'],
  zst: ['zstd', '-9qc', '--single-thread'],
  bz2: ['bzip2', '-9qc'],
  xz: ['xz', '-6qc', '--threads=1', '--block-size=25165824'], // the blocks that several threads make
};

const running = new Map<string, Promise<string>>();

/** The path of a compressed lab image, `NAME.img.lz4` and so on beside the image; built when it is missing or the image is another. */
export function labArchive(name: string, kind: ArchiveKind): Promise<string> {
  const key = `${name}.${kind}`;
  const known = running.get(key) ?? buildWhenNeeded(name, kind);
  running.set(key, known);
  return known;
}

/** The path of `NAME.img.lz4`, the form in which real images are published. */
export function labImageLz4(name: string): Promise<string> {
  return labArchive(name, 'lz4');
}

async function buildWhenNeeded(name: string, kind: ArchiveKind): Promise<string> {
  const image = await labImage(name);
  const path = join(labFolder, `${name}.img.${kind}`);
  const made = `${path}.json`;
  const digest = await imageDigest(name);
  if (existsSync(path) && (await imageOf(made)) === digest) return path;
  await compress(image, path, kind);
  await writeFile(made, `${JSON.stringify({ image: digest, sha256: await digestFile(path) }, undefined, 2)}\n`);
  return path;
}

async function compress(image: string, path: string, kind: ArchiveKind): Promise<void> {
  const [tool, ...args] = COMMANDS[kind];
  const command = toolPath(tool);
  if (command === undefined) throw new MissingToolError([tool]);
  const unfinished = `${path}.${process.pid}.tmp`;
  const child = execa(command, [...args, image], { buffer: false, timeout: TEN_MINUTES });
  await Promise.all([pipeline(child.stdout, createWriteStream(unfinished)), child]);
  await rename(unfinished, path);
}

/** The digest of the image that an archive was made from. */
async function imageOf(path: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as { image?: string }).image;
  } catch {
    return undefined;
  }
}
