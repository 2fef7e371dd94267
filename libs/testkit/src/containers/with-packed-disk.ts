import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { labFolder } from '../lab/lab-folder.ts';
import { withWorkFolder } from '../lab/work-folder.ts';
import { type DiskForm, packDisk } from './pack-disk.ts';

/** What an image of more than this is packed in is not kept. */
const KEPT_BYTES = 64 * 1024 * 1024;
const BLOCK = 512; // of st_blocks

/**
 * Gives `body` the path of the raw disk `image` in another form. That of a small image is kept below dist/lab/packed for the next time, until there is
 * another image of this name.
 */
export async function withPackedDisk<T>(name: string, image: string, form: DiskForm, body: (path: string) => Promise<T>): Promise<T> {
  const { size, mtimeMs, blocks } = await stat(image);
  const identity = `${size}-${Math.round(mtimeMs)}`;
  const folder = join(labFolder, 'packed', name, identity);
  await removeOthers(join(labFolder, 'packed', name), identity);
  const path = join(folder, form.replaceAll(/\W+/g, '-'));
  if (!existsSync(path)) {
    await withWorkFolder(folder, async (work) => {
      await packDisk(image, form, join(work, 'disk'));
      await rename(join(work, 'disk'), path);
    });
  }
  try {
    return await body(path);
  } finally {
    if (blocks * BLOCK > KEPT_BYTES) await rm(path);
  }
}

async function removeOthers(folder: string, identity: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name !== identity) await rm(join(folder, name), { recursive: true });
}
