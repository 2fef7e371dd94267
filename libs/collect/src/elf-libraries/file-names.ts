import { ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import type { VisitedFile } from '../collector.ts';

/** As Linux's MAXSYMLINKS. */
const MAX_SYMLINKS = 40;
const MAX_COMPONENTS = 4096;

/** Every name of one filesystem, so that paths are followed without reading directories again. */
export class FileNames {
  readonly #fs: Pick<FileSystem, 'readLink'>;
  /** Path → inode of symlinks, undefined for everything else. */
  readonly #names = new Map<string, number | undefined>();
  readonly #resolved = new Map<string, string | undefined>();

  constructor(fs: Pick<FileSystem, 'readLink'>) {
    this.#fs = fs;
  }

  add({ path, stat }: VisitedFile): void {
    if (path !== '/') this.#names.set(path, stat?.type === 'symlink' ? stat.inode : undefined);
  }

  /** Where a path leads to, links followed; undefined where it leads nowhere. Call it when every name was added. */
  resolve(path: string): string | undefined {
    if (!this.#resolved.has(path)) this.#resolved.set(path, this.#follow(path));
    return this.#resolved.get(path);
  }

  #follow(path: string): string | undefined {
    const pending = components(path);
    let current = '';
    let links = 0;
    for (let steps = 0; pending.length > 0; steps++) {
      if (steps > MAX_COMPONENTS) return undefined;
      const name = pending.pop()!;
      const next = name === '..' ? current.slice(0, Math.max(0, current.lastIndexOf('/'))) : `${current}/${name}`;
      if (next !== '' && !this.#names.has(next)) return undefined;
      const link = name === '..' ? undefined : this.#names.get(next);
      if (link === undefined) {
        current = next;
        continue;
      }
      const target = ++links > MAX_SYMLINKS ? undefined : this.#targetOf(link);
      if (target === undefined || target === '') return undefined;
      if (target.startsWith('/')) current = '';
      pending.push(...components(target));
    }
    return current === '' ? '/' : current;
  }

  #targetOf(inode: number): string | undefined {
    try {
      return this.#fs.readLink(inode);
    } catch (error) {
      if (error instanceof ReadError) return undefined;
      throw error;
    }
  }
}

/** The last one first. */
function components(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reverse();
}
