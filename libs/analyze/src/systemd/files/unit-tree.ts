import { LimitError, type ReadError } from '@staticfire/read/bytes';
import { compareText } from '../names/unit-name.ts';

/** A name on ROOT: a regular file with its bytes, a symlink with its target as written, or something that could not be read. */
export type TreeFile =
  | { readonly path: string; readonly content: Uint8Array }
  | { readonly path: string; readonly target: string }
  | { readonly path: string; readonly error: ReadError };

/** What a path leads to. `null` is /dev/null, which no image holds and which masks. */
export type TreeNode =
  | { readonly kind: 'directory'; readonly children: ReadonlyMap<string, TreeNode> }
  | { readonly kind: 'file'; readonly content: Uint8Array }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'unreadable'; readonly error: ReadError }
  | { readonly kind: 'null' };

interface Directory {
  readonly kind: 'directory';
  readonly children: Map<string, TreeNode>;
}

export interface Chased {
  /** Without symlinks in it, but for the last name when that was not to be followed. */
  readonly path: string;
  /** Absent when there is nothing of this name; the path then ends in what is missing. */
  readonly node?: TreeNode;
}

/** As Linux's MAXSYMLINKS and systemd's CHASE_SYMLINKS_MAX. */
const MAX_SYMLINKS = 32;
const MAX_FILES = 50_000;
const NO_NAMES: ReadonlyMap<string, TreeNode> = new Map();

/** The part of ROOT that decides on units, held in memory. Folders exist where files lie in them. */
export class UnitTree {
  readonly #root: Directory = { kind: 'directory', children: new Map() };
  /** Names in the folders that were asked for. */
  readonly #folders = new Map<string, ReadonlyMap<string, TreeNode>>();
  /** Where the last file was put, as long as what was put there leads no path elsewhere: most files lie in one folder. */
  #last: { readonly path: string; readonly folder: Directory } | undefined;

  /** A symlink that paths of later files pass through comes before them. More than 50 000 files → LimitError. */
  constructor(files: readonly TreeFile[]) {
    if (files.length > MAX_FILES) throw new LimitError({ structure: 'systemd units', message: `more than ${MAX_FILES} files` });
    this.#folder('/dev').children.set('null', { kind: 'null' });
    for (const file of files) this.#add(file);
  }

  /** Follows symlinks as a process would whose root this is. More than 32 of them → undefined. */
  chase(path: string, { followLast = true }: { readonly followLast?: boolean } = {}): Chased | undefined {
    const pending = partsOf(path).reverse();
    let found: { readonly name: string; readonly node: TreeNode | undefined }[] = [];
    for (let hops = 0; pending.length > 0; ) {
      const name = pending.pop()!;
      const node = name === '..' ? undefined : childOf(found.length === 0 ? this.#root : found.at(-1)!.node, name);
      if (name === '..') found = found.slice(0, -1);
      else if (node?.kind !== 'symlink' || (pending.length === 0 && !followLast)) found.push({ name, node });
      else if (++hops > MAX_SYMLINKS) return undefined;
      else {
        if (node.target.startsWith('/')) found = [];
        pending.push(...partsOf(node.target).reverse());
      }
    }
    const end = found.length === 0 ? this.#root : found.at(-1)!.node;
    return { path: `/${found.map(({ name }) => name).join('/')}`, ...(end === undefined ? {} : { node: end }) };
  }

  /** The names in a folder in byte order; none when there is no such folder. */
  list(path: string): readonly { readonly name: string; readonly node: TreeNode }[] {
    const names = this.#namesIn(path);
    return names.size === 0 ? [] : [...names].map(([name, node]) => ({ name, node })).sort((a, b) => compareText(a.name, b.name));
  }

  /** What a folder has of this name, a symlink as such. */
  entry(folder: string, name: string): TreeNode | undefined {
    return this.#namesIn(folder).get(name);
  }

  #namesIn(folder: string): ReadonlyMap<string, TreeNode> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const node = this.chase(folder)?.node;
    const names = node?.kind === 'directory' ? node.children : NO_NAMES;
    this.#folders.set(folder, names);
    return names;
  }

  isFolder(path: string): boolean {
    return this.chase(path)?.node?.kind === 'directory';
  }

  #add(file: TreeFile): void {
    const at = file.path.lastIndexOf('/');
    const [path, name, node] = [file.path.slice(0, at), file.path.slice(at + 1), nodeOf(file)];
    const folder = this.#last?.path === path ? this.#last.folder : this.#folder(path);
    const leadsElsewhere = node.kind === 'symlink' || folder.children.get(name)?.kind === 'directory';
    folder.children.set(name, node);
    this.#last = leadsElsewhere ? undefined : { path, folder };
  }

  /** A folder, made where it is missing. What is no folder is replaced by one. */
  #folder(path: string): Directory {
    let folder = this.#root;
    for (const name of partsOf(this.chase(path)?.path ?? path)) {
      const child = folder.children.get(name);
      const next: Directory = child?.kind === 'directory' ? (child as Directory) : { kind: 'directory', children: new Map() };
      folder.children.set(name, next);
      folder = next;
    }
    return folder;
  }
}

/** An empty file, or /dev/null: what masks. */
export function isMask(node: TreeNode | undefined): boolean {
  return node?.kind === 'null' || (node?.kind === 'file' && node.content.length === 0);
}

function childOf(node: TreeNode | undefined, name: string): TreeNode | undefined {
  return node?.kind === 'directory' ? node.children.get(name) : undefined;
}

function nodeOf(file: TreeFile): TreeNode {
  if ('content' in file) return { kind: 'file', content: file.content };
  return 'target' in file ? { kind: 'symlink', target: file.target } : { kind: 'unreadable', error: file.error };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
