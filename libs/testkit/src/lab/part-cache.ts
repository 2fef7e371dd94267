import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { builderDigest, digestOf } from './digest.ts';
import { withWorkFolder } from './work-folder.ts';

type BuildPart = (path: string, folder: string) => Promise<void>;

/**
 * The path below `parts` of a built part (one filesystem, one hash tree), made by `build` unless the same inputs were built before.
 * Moved into place when complete, so that concurrent builders never see half a file.
 */
export async function cachedPart(parts: string, kind: string, inputs: unknown, build: BuildPart): Promise<string> {
  const path = join(parts, `${kind}-${digestOf([await builderDigest(), kind, inputs]).slice(0, 32)}`);
  if (existsSync(path)) return path;
  await mkdir(parts, { recursive: true });
  await withWorkFolder(parts, async (folder) => {
    const unfinished = join(folder, 'part');
    await build(unfinished, folder);
    await moveUnlessThere(unfinished, path);
  });
  return path;
}

/** Another process may have built the same part meanwhile; its bytes are the same. A folder is not replaced by rename. */
async function moveUnlessThere(unfinished: string, path: string): Promise<void> {
  try {
    await rename(unfinished, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}
