import { encodeFileName, FormatError, LimitError } from '@staticfire/read/bytes';
import type { ExtendedAttribute, FileType } from '@staticfire/read/filesystem';
import type { ContentStore } from './content-store.ts';
import { parseStat } from './parse-stat.ts';
import type { TarEntry, TarSink } from './tar/tar-entry.ts';

/** As the walk over a filesystem has it. */
const MAX_NAMES = 500_000;
/** Names, link targets and attributes. */
const MAX_KEPT = 64 * 1024 * 1024;
/** What is kept of a name beside what it says. */
const NODE_BYTES = 100;

/** A file of the inventory; hard links are one. */
export interface Node {
  readonly number: number;
  readonly path: string;
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  size: number;
  links: number;
  readonly mtime: bigint;
  readonly device?: { readonly major: number; readonly minor: number };
  readonly target: string;
  readonly xattrs: readonly ExtendedAttribute[];
  /** Where its content starts in the store. */
  readonly contentOffset: number;
  /** Of a directory, in the order of the archive. */
  readonly children: { readonly name: string; readonly number: number }[];
}

/** The tree of one filesystem, from an archive of it; its contents go into a store. */
export class Inventory implements TarSink {
  readonly nodes: Node[] = [];
  readonly #store: ContentStore;
  readonly #maxContent: number;
  readonly #byPath = new Map<string, Node>();
  #kept = 0;
  #content = 0;

  /** Content beyond `maxContent` bytes is a LimitError. */
  constructor(store: ContentStore, maxContent: number) {
    this.#store = store;
    this.#maxContent = maxContent;
  }

  entry(entry: TarEntry): void {
    const name = entry.path.at(-1) ?? '';
    const path = pathOf(entry.path);
    this.#pay(entry, path);
    if (entry.type === 'hard-link') return this.#link(entry, name, path);
    if ((path === '/') !== (this.nodes.length === 0)) throw misplaced(path, 'the root comes first, once');
    this.#add({ ...entry, type: entry.type, path, name });
  }

  content(bytes: Uint8Array): void {
    this.#store.append(bytes);
  }

  find(path: string): Node | undefined {
    return this.#byPath.get(path);
  }

  /** What lstat says of a folder, or of a name that is not in the archive, which then is a socket. Undefined: lstat failed. */
  setStat(path: string, printed: string | undefined): void {
    const known = this.#byPath.get(path);
    if (printed === undefined) throw new FormatError({ structure: 'inode', message: `libguestfs could not read the inode of ${path}` });
    const stat = parseStat(printed);
    if (known === undefined && stat.type !== 'socket')
      throw new FormatError({ structure: 'filesystem', message: `libguestfs could not archive ${path}, a ${stat.type ?? 'file of no known type'}` });
    const node = known ?? this.#add({ ...stat, type: 'socket', target: '', xattrs: [], path, name: path.slice(path.lastIndexOf('/') + 1) });
    node.links = stat.links;
    node.size = stat.size;
  }

  #add(found: Omit<TarEntry, 'type' | 'path'> & { readonly type: FileType; readonly path: string; readonly name: string }): Node {
    const { path, name, type, mode, uid, gid, size, mtime, target, device, xattrs } = found;
    const number = this.nodes.length + 1;
    const kept = { number, path, type, mode, uid, gid, size: type === 'symlink' ? encodeFileName(target).length : size, mtime, target, xattrs };
    const node: Node = { ...kept, links: 1, contentOffset: this.#store.length, children: [], ...(device === undefined ? {} : { device }) };
    if (number > 1) this.#parentOf(path).children.push({ name, number });
    this.nodes.push(node);
    this.#byPath.set(path, node);
    return node;
  }

  #link({ target }: TarEntry, name: string, path: string): void {
    const node = this.#byPath.get(pathOf(target.replace(/^\.\//, '').split('/')));
    if (node === undefined) throw misplaced(path, 'it is a link to a name that did not come before it');
    node.links += 1;
    this.#parentOf(path).children.push({ name, number: node.number });
    this.#byPath.set(path, node);
  }

  #parentOf(path: string): Node {
    const parent = this.#byPath.get(path.slice(0, path.lastIndexOf('/')) || '/');
    if (parent?.type !== 'directory') throw misplaced(path, 'its folder did not come before it');
    return parent;
  }

  #pay({ size, target, xattrs }: TarEntry, path: string): void {
    this.#kept += NODE_BYTES + path.length + target.length + xattrs.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
    this.#content += size;
    if (this.nodes.length >= MAX_NAMES || this.#kept > MAX_KEPT)
      throw new LimitError({ structure: 'filesystem', message: `more than ${MAX_NAMES} names, or more than ${MAX_KEPT} bytes of names and attributes` });
    if (this.#content > this.#maxContent)
      throw new LimitError({ structure: 'filesystem', message: `its files have more content than the ${this.#maxContent} bytes that are copied out of it` });
  }
}

function pathOf(parts: readonly string[]): string {
  return `/${parts.join('/')}`;
}

function misplaced(path: string, why: string): FormatError {
  return new FormatError({ structure: 'tar archive', message: `${path} is misplaced: ${why}` });
}
