import { LimitError } from '@staticfire/read/bytes';
import type { LibraryDirectories, LibraryTree, LinkedFile } from './library-tree.ts';
import { type LoadedFile, searchDirectories } from './search-directories.ts';

/** What a name leads to. */
export interface FoundLibrary {
  readonly name: string;
  readonly path: string;
}

/** What is not there; with a version, the library is, but does not define that version. */
export interface MissingLibrary {
  readonly name: string;
  readonly version?: string;
  /** Path of the file that needs it. */
  readonly neededBy: string;
}

export interface LoadedLibraries {
  /** In the order in which they are loaded, the program itself left out. */
  readonly libraries: readonly FoundLibrary[];
  readonly missing: readonly MissingLibrary[];
}

/** Counts the names that are looked for, of all programs of one image. */
export interface LinkBudget {
  left: number;
}

/** Processors of later levels look there first (ld.so(8), glibc-hwcaps); what is nowhere else is found by them alone. */
const PROCESSOR_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['glibc-hwcaps/x86-64-v2', 'glibc-hwcaps/x86-64-v3', 'glibc-hwcaps/x86-64-v4'],
};

/** What the dynamic linker loads for a file, breadth first (glibc elf/dl-deps.c). Looking for more names than the budget has → LimitError. */
export function resolveLibraries(root: LinkedFile, tree: LibraryTree, directories: LibraryDirectories, budget: LinkBudget): LoadedLibraries {
  const loaded = startWith(root, tree);
  const found: FoundLibrary[] = [];
  const missing: MissingLibrary[] = [];
  for (let index = 0; index < loaded.length; index++) {
    const loader = loaded[index]!;
    for (const name of loader.file.needed) {
      const library = findLoaded(loaded, name) ?? load(loader, name, { tree, directories, budget, loaded });
      if (library === undefined) missing.push({ name, neededBy: loader.file.path });
      else if (!library.names.has(name) || !found.some((each) => each.name === name)) found.push({ name, path: library.file.path });
      library?.names.add(name);
    }
  }
  return { libraries: found, missing: [...missing, ...missingVersions(loaded)] };
}

/** The dynamic linker is in the process from the start. */
function startWith(root: LinkedFile, tree: LibraryTree): LoadedFile[] {
  const program: LoadedFile = { file: root, openedAs: root.path, names: new Set() };
  const linker = root.interpreter === undefined ? undefined : tree.find(root.interpreter);
  if (linker === undefined || linker.path === root.path) return [program];
  return [program, { file: linker, openedAs: root.interpreter!, loader: program, names: new Set() }];
}

function findLoaded(loaded: readonly LoadedFile[], name: string): LoadedFile | undefined {
  return loaded.find(({ file, names }) => names.has(name) || file.soname === name);
}

interface Search {
  readonly tree: LibraryTree;
  readonly directories: LibraryDirectories;
  readonly budget: LinkBudget;
  readonly loaded: LoadedFile[];
}

function load(loader: LoadedFile, name: string, { tree, directories, budget, loaded }: Search): LoadedFile | undefined {
  for (const path of candidates(loader, name, directories)) {
    if (--budget.left < 0) throw new LimitError({ structure: 'dynamic linking', message: 'more names are looked for than an image has' });
    const file = tree.find(path);
    if (file === undefined || file.kind !== 'shared-library' || file.bits !== loader.file.bits || file.machine !== loader.file.machine) continue;
    const known = loaded.find((each) => each.file.path === file.path);
    if (known !== undefined) return known;
    const library: LoadedFile = { file, openedAs: path, loader, names: new Set() };
    loaded.push(library);
    return library;
  }
  return undefined;
}

function candidates(loader: LoadedFile, name: string, directories: LibraryDirectories): string[] {
  if (name.startsWith('/')) return [name];
  if (name.includes('/')) return [];
  const folders = PROCESSOR_FOLDERS[loader.file.machine] ?? [];
  return searchDirectories(loader, name, directories).flatMap((path) => [`${path}/${name}`, ...folders.map((folder) => `${path}/${folder}/${name}`)]);
}

/** glibc elf/dl-version.c; of a library without versions it only warns. */
function missingVersions(loaded: readonly LoadedFile[]): MissingLibrary[] {
  return loaded.flatMap(({ file: { path, neededVersions } }) =>
    neededVersions.flatMap(({ file: name, versions }) => {
      const defined = findLoaded(loaded, name)?.file.definedVersions ?? [];
      return defined.length === 0 ? [] : versions.filter((version) => !defined.includes(version)).map((version) => ({ name, version, neededBy: path }));
    }),
  );
}
