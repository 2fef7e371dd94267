import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { toolPath } from '../tool-path.ts';
import { digestFile } from './digest.ts';
import { demoFolder } from './lab-folder.ts';
import { MissingToolError } from './run-tool.ts';

/** The committed demo image. */
export const demoArchive = join(demoFolder, 'demo.img.gz');

/** Compresses `imagePath` by GNU gzip to `path`: no name, no time, so the same bytes each time. */
export async function compressImage(imagePath: string, path: string): Promise<void> {
  const gzip = toolPath('gzip');
  if (gzip === undefined) throw new MissingToolError(['gzip']);
  const child = execa(gzip, ['-9nc', imagePath], { buffer: false, timeout: 120_000 });
  await Promise.all([pipeline(child.stdout, createWriteStream(`${path}.tmp`)), child]);
  await rename(`${path}.tmp`, path);
}

/** Rewrites the committed demo image from a built one. */
export async function writeDemoArchive(imagePath: string): Promise<{ sha256: string; size: number }> {
  await mkdir(demoFolder, { recursive: true });
  await compressImage(imagePath, demoArchive);
  return { sha256: await digestFile(demoArchive), size: (await stat(demoArchive)).size };
}
