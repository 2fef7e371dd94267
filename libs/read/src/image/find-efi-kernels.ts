import { LimitError, ReadError } from '../bytes/index.ts';
import { type FileSystem, openFileContent, walk } from '../filesystem/index.ts';
import { isKernelImage } from '../formats/kernel-image/index.ts';
import { isPe, isUki, readPe } from '../formats/pe/index.ts';

const MAX_FILES = 1000;

/**
 * Files on an ESP that are a kernel or hold one, whatever they are called: a boot loader that looks for its next program by name, or a person at the
 * console, can start them. Files that cannot be read are passed over, as nothing can start them; more than 1000 names are a LimitError.
 */
export function findEfiKernels(fs: FileSystem): string[] {
  const found: string[] = [];
  let files = 0;
  for (const { path, stat } of walk(fs)) {
    if (stat?.type !== 'file') continue;
    if (++files > MAX_FILES) throw new LimitError({ structure: 'ESP', message: `more than ${MAX_FILES} files` });
    if (holdsKernel(fs, path)) found.push(path);
  }
  return found;
}

function holdsKernel(fs: FileSystem, path: string): boolean {
  try {
    const source = openFileContent(fs, path);
    return source !== undefined && (isKernelImage(source) || (isPe(source) && isUki(readPe(source))));
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}
