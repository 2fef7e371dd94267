import { LimitError } from '@staticfire/read/bytes';
import { type FileSystem, type ListedFolders, lookup } from '@staticfire/read/filesystem';
import { mountPoints } from '../evidence/mount-points.ts';
import { normalPath } from '../normal-path.ts';

/** As Linux's MAXSYMLINKS. */
const MAX_LINKS = 40;
const MAX_STEPS = 4096;

/** Names looked up for all links together, each from the root on: stock images need about a million. */
const MAX_LOOKUPS = 20_000_000;

/** What the links of one filesystem share. */
export interface LinkSearch {
  readonly folders: ListedFolders;
  lookups: number;
}

export type LinkEnd = { readonly leadsTo: 'nothing' | 'mount'; readonly stopsAt: string } | { readonly leadsTo: 'loop' };

/** Follows names one by one, so that a way through a folder that a node mounts something over is told from one that leads to nothing. */
class Way {
  readonly #fs: FileSystem;
  readonly #search: LinkSearch;
  /** Names that are still to be walked, the next one last. */
  readonly #pending: string[] = [];
  #at: string;
  #links = 0;

  constructor(fs: FileSystem, search: LinkSearch, start: string) {
    this.#fs = fs;
    this.#search = search;
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
    this.#spend(next);
    const found = lookup(this.#fs, next, { followLast: false, folders: this.#search.folders });
    if (found === undefined) return { leadsTo: 'nothing', stopsAt };
    if (found.type === 'symlink') return this.#turn(this.#fs.readLink(found.inode)) ? undefined : { leadsTo: 'loop' };
    this.#at = next;
    return undefined;
  }

  #spend(path: string): void {
    this.#search.lookups += path.split('/').length;
    if (this.#search.lookups > MAX_LOOKUPS) throw new LimitError({ structure: 'symlinks', message: `following them takes more than ${MAX_LOOKUPS} names` });
  }

  /** False: that was one link too many. */
  #turn(target: string): boolean {
    if (target.startsWith('/')) this.#at = '';
    const names = target.split('/').filter((name) => name !== '' && name !== '.');
    this.#pending.push(...names.reverse());
    return ++this.#links <= MAX_LINKS;
  }
}

/** Where the link at `path` (no links in its folders) leads; undefined: to a name on ROOT that a node sees. Throws a LimitError when all links together take too long. */
export function followLink(fs: FileSystem, path: string, target: string, search: LinkSearch): LinkEnd | undefined {
  return new Way(fs, search, path.slice(0, path.lastIndexOf('/'))).follow(target);
}
