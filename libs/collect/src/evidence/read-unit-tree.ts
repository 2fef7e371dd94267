import { isUnitFolderName, isUnitName, type TreeFile } from '@staticfire/analyze/systemd';
import { ReadError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, type ListedFolders, tracePath } from '@staticfire/read/filesystem';
import { isDevNull } from '../config-files/collect-config-files.ts';
import { type Folder, type FolderEntry, isUnreadableEntry, listFolder } from './list-folder.ts';
import type { RootFiles } from './root-files.ts';

export interface UnitTreeFiles {
  /** Symlinks that paths pass through first. */
  readonly files: readonly TreeFile[];
  /** Names that could not be listed. */
  readonly errors: readonly ReadError[];
}

/** Of systemd: it reads no line of more, and its own units have less than 4 KiB. */
const MAX_LENGTH = 1024 * 1024;

/** Whether a file in a folder is read: by its name, and by that of the folder when it is one for drop-ins. */
type Wanted = (name: string) => boolean;

/**
 * Files and symlinks of search folders with their drop-ins, presets included, and what symlinks that leave these folders lead to. What cannot be
 * read is there with its error.
 */
export function readUnitTree(reader: RootFiles, folders: readonly Folder[], presets: readonly Folder[]): UnitTreeFiles {
  const tree = new TreeReader(reader, folders);
  for (const folder of [...folders, ...presets]) tree.addFolderLinks(folder.path);
  for (const folder of folders) tree.addUnits(folder);
  for (const folder of presets) tree.addFiles(folder, (name) => name.endsWith('.preset'));
  return { files: [...tree.links, ...tree.files], errors: tree.errors };
}

class TreeReader {
  readonly links: TreeFile[] = [];
  readonly files: TreeFile[] = [];
  readonly errors: ReadError[] = [];
  readonly #reader: RootFiles;
  readonly #fs: FileSystem;
  readonly #inside: readonly string[];
  readonly #listed: ListedFolders = new Map();
  readonly #seen = new Set<string>();

  constructor(reader: RootFiles, folders: readonly Folder[]) {
    this.#reader = reader;
    this.#fs = reader.fs;
    this.#inside = folders.map(({ path }) => `${path}/`);
  }

  addFolderLinks(path: string): void {
    this.#attempt(path, () => this.#addLinks(tracePath(this.#fs, path, { folders: this.#listed })?.links ?? []));
  }

  addUnits(folder: Folder): void {
    for (const entry of this.#readable(folder)) {
      const isFolder = entry.stat.type === 'directory';
      if (isFolder && isUnitFolderName(entry.name)) this.#addInside(entry.path);
      else if (!isFolder) this.#addEntry(entry, isUnitName);
    }
  }

  addFiles(folder: Folder, wanted: Wanted): void {
    for (const entry of this.#readable(folder)) if (entry.stat.type !== 'directory') this.#addEntry(entry, wanted);
  }

  /** Drop-ins and links of a unit. A folder that stands where a drop-in should is there for those who enable units. */
  #addInside(path: string): void {
    const folder = listFolder(this.#fs, path);
    if (folder === undefined) return;
    const wanted: Wanted = path.endsWith('.d') ? (name) => name.endsWith('.conf') : () => true;
    this.addFiles(folder, wanted);
    for (const { name, stat } of this.#readable(folder)) {
      if (stat.type === 'directory' && wanted(name)) this.files.push({ path: `${path}/${name}/.`, content: new Uint8Array() });
    }
  }

  #addEntry({ name, path, stat, target }: FolderEntry, wanted: Wanted): void {
    if (target !== undefined) {
      this.files.push({ path, target });
      if (isDevNull(path, target) || this.#staysInside(path, target)) return;
      this.#attempt(path, () => this.#follow(path));
    } else if (stat.type === 'file' && wanted(name)) this.#addFile(path, stat);
  }

  /** Where a link leads out of the folders: the links on its way, and the file or the drop-ins at its end. */
  #follow(path: string): void {
    const traced = tracePath(this.#fs, path, { folders: this.#listed });
    if (traced === undefined) return;
    this.#addLinks(traced.links);
    if (traced.stat.type === 'file') this.#addFile(traced.path, traced.stat);
    else if (traced.stat.type === 'directory' && isUnitFolderName(path)) this.addFiles(listFolder(this.#fs, traced.path)!, (name) => name.endsWith('.conf'));
  }

  #addLinks(links: readonly { readonly path: string; readonly target: string }[]): void {
    for (const link of links) {
      if (!this.#seen.has(link.path)) this.links.push(link);
      this.#seen.add(link.path);
    }
  }

  #addFile(path: string, stat: FileStat): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    this.#attempt(path, () => void this.files.push({ path, content: this.#reader.readInode(path, stat, MAX_LENGTH) }));
  }

  /** What stands in these folders is read anyway. */
  #staysInside(path: string, target: string): boolean {
    const from = target.startsWith('/') ? [] : path.split('/').slice(0, -1);
    const parts: string[] = [];
    for (const part of [...from, ...target.split('/')]) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return this.#inside.some((folder) => `/${parts.join('/')}`.startsWith(folder));
  }

  *#readable(folder: Folder): Generator<FolderEntry> {
    for (const entry of folder.entries) {
      if (!isUnreadableEntry(entry)) yield entry;
      else {
        this.errors.push(entry.error);
        if (entry.name !== '') this.files.push({ path: entry.path, error: entry.error });
      }
    }
  }

  #attempt(path: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.files.push({ path, error });
    }
  }
}
