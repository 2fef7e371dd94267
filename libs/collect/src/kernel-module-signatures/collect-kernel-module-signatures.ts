import type { Unreadable } from '@staticfire/facts';
import { type FileStat, type FileSystem, openContent, withFileOffsets } from '@staticfire/read/filesystem';
import { defineFileCollector, type FileVisitor, type VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { mayHideModules, parseModuleFileName, parseModulesPath } from '../kernel-modules/module-path.ts';
import { type KernelModuleSignatures, kernelModuleSignatures } from './kernel-module-signatures.schema.ts';
import { readModule } from './read-module.ts';
import { type KernelKeys, readTrustedKeys } from './read-trusted-keys.ts';

const MAX_MODULES = 10_000;

type Module = Exclude<KernelModuleSignatures['modules'][number], Unreadable>;

export const collectKernelModuleSignatures = defineFileCollector({
  fact: kernelModuleSignatures,
  reads: ['fileSystem', 'kernelFile'],
  start({ fileSystem, kernelFile }, sources) {
    const fs = fileSystem('ROOT');
    return fs === undefined ? undefined : new SignatureVisitor(fs, readTrustedKeys({ kernelFile }, sources));
  },
});

/** Reads of a module only what it takes: its end, its section headers and `.modinfo`; all of it where a key is there to check with. */
class SignatureVisitor implements FileVisitor<KernelModuleSignatures> {
  readonly #fs: FileSystem;
  readonly #keys: KernelKeys;
  readonly #modules = new BoundedList<Module>(MAX_MODULES, 'signatures of kernel modules');

  constructor(fs: FileSystem, keys: KernelKeys) {
    this.#fs = fs;
    this.#keys = keys;
  }

  visit(file: VisitedFile): undefined {
    const { path, normalPath, stat, error } = file;
    if (error !== undefined && mayHideModules(file)) this.#modules.addError(error);
    const place = parseModulesPath(path);
    const named = place?.rest === undefined ? undefined : parseModuleFileName(place.rest);
    if (place === undefined || named === undefined || stat?.type !== 'file') return;
    this.#modules.attempt(() => [{ path: normalPath, kernel: place.kernel, name: named.name, ...this.#read(path, stat) }]);
  }

  finish(): KernelModuleSignatures {
    return { trustedKeys: this.#keys.shown, modules: this.#modules.elements };
  }

  #read(path: string, stat: FileStat): Omit<Module, 'path' | 'kernel' | 'name'> {
    return withFileOffsets(path, () => readModule(openContent(this.#fs, stat, path), this.#keys.trusted));
  }
}
