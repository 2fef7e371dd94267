import type { Unreadable } from '@staticfire/facts';
import type { ContentReader, FileCollector, VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { toFailure } from '../runner/to-failure.ts';
import { BuiltinNames } from './builtin-names.ts';
import { type KernelModules, kernelModules } from './kernel-modules.schema.ts';
import { mayHideModules, parseModuleFileName, parseModulesPath } from './module-path.ts';

const MAX_MODULES = 10_000;
const MAX_FOLDERS = 20;
const MAX_FILES = 200;

type Module = Extract<KernelModules['modules'][number], { readonly kernel: string }>;
type Folder = Extract<KernelModules['folders'][number], { readonly kernel: string }>;
interface OpenFolder {
  readonly path: string;
  readonly kernel: string;
  modules: number;
  builtin?: number;
  builtinNames?: readonly string[];
  readonly files: string[];
}

export const collectKernelModules: FileCollector<KernelModules> = {
  fact: kernelModules,
  start: () => new ModuleVisitor(),
};

class ModuleVisitor {
  readonly #folders = new Map<string, OpenFolder>();
  readonly #modules = new BoundedList<Module>(MAX_MODULES, 'kernel modules');
  readonly #unreadable: Unreadable[] = [];

  visit(file: VisitedFile): ContentReader | undefined {
    const { folder: root, kernel, rest } = parseModulesPath(file.path) ?? {};
    if (file.error !== undefined && mayHideModules(file)) this.#modules.addError(file.error);
    if (root === undefined || kernel === undefined) return undefined;
    if (file.stat === undefined) return undefined;
    if (rest === undefined) {
      if (file.stat.type === 'directory') this.#open(root, kernel, file.normalPath);
      return undefined;
    }
    const folder = this.#folders.get(root);
    if (folder === undefined || file.stat.type === 'directory') return undefined;
    this.#addModule(file, folder, rest);
    if (rest.includes('/')) return undefined;
    if (folder.files.length < MAX_FILES) folder.files.push(rest);
    return rest === 'modules.builtin' && file.stat.type === 'file' ? this.#readBuiltin(folder) : undefined;
  }

  contentUnreadable(file: VisitedFile, error: NonNullable<VisitedFile['error']>): void {
    const folder = [...this.#folders.entries()].find(([root]) => file.path === `${root}/modules.builtin`)?.[1];
    if (folder === undefined) return;
    delete folder.builtin;
    delete folder.builtinNames;
    this.#unreadable.push({ $unreadable: toFailure(error) });
  }

  finish(): KernelModules {
    const folders: (Folder | Unreadable)[] = [...this.#folders.values()];
    return { folders: [...folders, ...this.#unreadable], modules: this.#modules.elements };
  }

  #open(root: string, kernel: string, path: string): void {
    if (this.#folders.size < MAX_FOLDERS) this.#folders.set(root, { path, kernel, modules: 0, files: [] });
    else if (this.#folders.size === MAX_FOLDERS && this.#unreadable.length === 0) {
      const message = `more than ${MAX_FOLDERS} folders; the rest is not listed`;
      this.#unreadable.push({ $unreadable: { kind: 'limit', structure: 'lib/modules', message } });
      this.#modules.add({ $unreadable: { kind: 'limit', structure: 'lib/modules', message } });
    }
  }

  #readBuiltin(folder: OpenFolder): ContentReader {
    const found = new BuiltinNames();
    Object.assign(folder, { builtin: 0, builtinNames: found.names });
    return (chunk) => {
      found.add(chunk);
      folder.builtin = found.lines;
      if (!found.exceeded) return true;
      delete folder.builtinNames;
      const message = 'more names, or a longer line, than a kernel has';
      this.#unreadable.push({ $unreadable: { kind: 'limit', structure: `${folder.path}/modules.builtin`, message } });
      return false;
    };
  }

  #addModule({ normalPath, stat }: VisitedFile, folder: OpenFolder, rest: string): void {
    const named = parseModuleFileName(rest);
    if (named === undefined || stat === undefined) return;
    folder.modules++;
    this.#modules.add({
      path: normalPath,
      kernel: folder.kernel,
      ...named,
      type: stat.type === 'file' || stat.type === 'symlink' ? stat.type : 'other',
      size: stat.size,
    });
  }
}
