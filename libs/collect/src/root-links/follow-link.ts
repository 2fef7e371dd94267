import type { FileSystem } from '@staticfire/read/filesystem';
import { type ListedFolders, lookup } from '@staticfire/read/filesystem';
import { mountPoints } from '../evidence/mount-points.ts';
import { normalPath } from '../normal-path.ts';

/** As Linux's MAXSYMLINKS. */
const MAX_LINKS = 40;
const MAX_STEPS = 4096;

export type LinkEnd = { readonly leadsTo: 'nothing' | 'mount'; readonly stopsAt: string } | { readonly leadsTo: 'loop' };

/** Follows names one by one, so that a way through a folder that a node mounts something over is told from one that leads to nothing. */
class Way {
  readonly #fs: FileSystem;
  readonly #folders: ListedFolders;
  /** Names that are still to be walked, the next one last. */
  readonly #pending: string[] = [];
  #at: string;
  #links = 0;

  constructor(fs: FileSystem, folders: ListedFolders, start: string) {
    this.#fs = fs;
    this.#folders = folders;
    this.#at = start;
  }

  /** Undefined: it ends at a name on ROOT. Throws the reader's errors. */
  follow(target: string): LinkEnd | undefined {
    if (!this.#turn(target)) return { leadsTo: 'loop' };
    for (let steps = 0; this.#pending.length > 0; steps++) {
      if (steps > MAX_STEPS) return { leadsTo: 'loop' };
      const end = this.#step(this.#pending.pop()!);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  #step(name: string): LinkEnd | undefined {
    if (name === '..') {
      this.#at = this.#at.slice(0, this.#at.lastIndexOf('/'));
      return undefined;
    }
    const next = `${this.#at}/${name}`;
    const stopsAt = normalPath(next);
    if (mountPoints.some((point) => stopsAt === point || stopsAt.startsWith(`${point}/`))) return { leadsTo: 'mount', stopsAt };
    const found = lookup(this.#fs, next, { followLast: false, folders: this.#folders });
    if (found === undefined) return { leadsTo: 'nothing', stopsAt };
    if (found.type === 'symlink') return this.#turn(this.#fs.readLink(found.inode)) ? undefined : { leadsTo: 'loop' };
    this.#at = next;
    return undefined;
  }

  /** False: that was one link too many. */
  #turn(target: string): boolean {
    if (target.startsWith('/')) this.#at = '';
    const names = target.split('/').filter((name) => name !== '' && name !== '.');
    this.#pending.push(...names.reverse());
    return ++this.#links <= MAX_LINKS;
  }
}

/** Where the link at `path` (no links in its folders) leads; undefined: to a name on ROOT that a node sees. */
export function followLink(fs: FileSystem, path: string, target: string, folders: ListedFolders): LinkEnd | undefined {
  return new Way(fs, folders, path.slice(0, path.lastIndexOf('/'))).follow(target);
}
