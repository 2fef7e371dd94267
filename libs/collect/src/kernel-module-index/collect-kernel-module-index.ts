import type { Unreadable } from '@staticfire/facts';
import type { ReadError } from '@staticfire/read/bytes';
import type { ContentReader, FileCollector, FileVisitor, VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { mayHideModules, parseModulesPath } from '../kernel-modules/module-path.ts';
import { IndexFolder } from './index-folder.ts';
import { type KernelModuleIndex, kernelModuleIndex } from './kernel-module-index.schema.ts';

const MAX_FOLDERS = 20;
const MAX_ALIASES = 10_000;
const MAX_LISTED = 1000;

type Element<K extends keyof KernelModuleIndex> = Exclude<KernelModuleIndex[K][number], Unreadable>;

export const collectKernelModuleIndex: FileCollector<KernelModuleIndex> = {
  fact: kernelModuleIndex,
  start: () => new IndexVisitor(),
};

class IndexVisitor implements FileVisitor<KernelModuleIndex> {
  readonly #open = new Map<string, IndexFolder>();
  readonly #folders = new BoundedList<Element<'folders'>>(MAX_FOLDERS, 'folders of kernel modules');
  readonly #missing = new BoundedList<Element<'missing'>>(MAX_LISTED, 'paths in modules.dep without a file');
  readonly #unlisted = new BoundedList<Element<'unlisted'>>(MAX_LISTED, 'modules that modules.dep does not name');
  readonly #aliases = new BoundedList<Element<'aliases'>>(MAX_ALIASES, 'aliases of kernel modules');
  readonly #soft = new BoundedList<Element<'softDependencies'>>(MAX_LISTED, 'soft dependencies of kernel modules');

  visit(file: VisitedFile): ContentReader | undefined {
    const { folder: root, kernel, rest } = parseModulesPath(file.path) ?? {};
    if (file.error !== undefined && mayHideModules(file)) this.#addError(file.error);
    if (root === undefined || kernel === undefined || file.stat === undefined) return undefined;
    if (rest === undefined && file.stat.type === 'directory') this.#openFolder(root, kernel, file.normalPath);
    const folder = this.#open.get(root);
    if (folder === undefined || rest === undefined || file.stat.type === 'directory') return undefined;
    folder.addModule(rest);
    return file.stat.type === 'file' ? folder.reader(rest) : undefined;
  }

  contentUnreadable({ path }: VisitedFile, error: ReadError): void {
    const { folder, rest } = parseModulesPath(path) ?? {};
    if (folder !== undefined && rest !== undefined) this.#open.get(folder)?.giveUp(rest, error);
  }

  finish(): KernelModuleIndex {
    for (const folder of this.#open.values()) this.#close(folder);
    return {
      folders: this.#folders.elements,
      missing: this.#missing.elements,
      unlisted: this.#unlisted.elements,
      aliases: this.#aliases.elements,
      softDependencies: this.#soft.elements,
    };
  }

  #openFolder(root: string, kernel: string, path: string): void {
    if (this.#open.size > MAX_FOLDERS) return;
    const takers = {
      alias: (alias: { alias: string; module: string }, builtin: boolean) => void this.#aliases.add({ kernel, ...alias, builtin }),
      softDependency: (each: { module: string; pre: readonly string[]; post: readonly string[] }) => void this.#soft.add({ kernel, ...each }),
      error: (error: ReadError) => this.#addError(error),
    };
    this.#open.set(root, new IndexFolder(path, kernel, takers));
  }

  #close(folder: IndexFolder): void {
    folder.finish();
    const { path, kernel, counts, disagreements } = folder;
    this.#folders.add({ path, kernel, ...counts });
    for (const each of disagreements.missing) this.#missing.add({ kernel, path: each });
    for (const each of disagreements.unlisted) this.#unlisted.add({ kernel, path: each });
  }

  /** Of any file of the folder: every list may lack something. */
  #addError(error: ReadError): void {
    for (const each of [this.#missing, this.#unlisted, this.#aliases, this.#soft]) each.addError(error);
  }
}
