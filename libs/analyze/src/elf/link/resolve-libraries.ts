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

/** What the dynamic linker loads for a file, breadth first (glibc elf/dl-deps.c). More names than the budget has → LimitError. */
export function resolveLibraries(root: LinkedFile, tree: LibraryTree, directories: LibraryDirectories, budget: LinkBudget): LoadedLibraries {
  const process = new Process(root, tree, directories, budget);
  const found = new Map<string, string>();
  const missing: MissingLibrary[] = [];
  for (const loader of process.files()) {
    for (const name of loader.file.needed) {
      const library = process.load(loader, name);
      if (library === undefined) missing.push({ name, neededBy: loader.file.path });
      else found.set(name, library.file.path);
    }
  }
  return { libraries: [...found].map(([name, path]) => ({ name, path })), missing: [...missing, ...process.missingVersions()] };
}

/** The files that are loaded, the program and its dynamic linker first. */
class Process {
  readonly #tree: LibraryTree;
  readonly #directories: LibraryDirectories;
  readonly #budget: LinkBudget;
  readonly #files: LoadedFile[] = [];
  readonly #byPath = new Map<string, LoadedFile>();
  /** By the names that they were asked for by, and by those that they want to have. */
  readonly #byName = new Map<string, LoadedFile>();

  constructor(root: LinkedFile, tree: LibraryTree, directories: LibraryDirectories, budget: LinkBudget) {
    this.#tree = tree;
    this.#directories = directories;
    this.#budget = budget;
    this.#add({ file: root, openedAs: root.path });
    const linker = root.interpreter === undefined ? undefined : tree.find(root.interpreter);
    if (linker !== undefined) this.#add({ file: linker, openedAs: root.interpreter!, loader: this.#files[0]! });
  }

  /** Also those that are loaded meanwhile. */
  *files(): Generator<LoadedFile> {
    for (let index = 0; index < this.#files.length; index++) yield this.#files[index]!;
  }

  load(loader: LoadedFile, name: string): LoadedFile | undefined {
    this.#spend(1);
    const library = this.#byName.get(name) ?? this.#search(loader, name);
    if (library !== undefined) this.#byName.set(name, library);
    return library;
  }

  /** glibc elf/dl-version.c; of a library without versions it only warns. */
  missingVersions(): MissingLibrary[] {
    return this.#files.flatMap(({ file: { path, neededVersions } }) =>
      neededVersions.flatMap(({ file: name, versions }) => {
        this.#spend(versions.length);
        const defined = this.#byName.get(name)?.file.definedVersions;
        if (defined === undefined || defined.size === 0) return [];
        return versions.filter((version) => !defined.has(version)).map((version) => ({ name, version, neededBy: path }));
      }),
    );
  }

  #search(loader: LoadedFile, name: string): LoadedFile | undefined {
    const { machine, bits } = loader.file;
    for (const path of candidates(loader, name, this.#directories)) {
      this.#spend(1);
      const file = this.#tree.find(path);
      if (file?.kind !== 'shared-library' || file.bits !== bits || file.machine !== machine) continue;
      return this.#byPath.get(file.path) ?? this.#add({ file, openedAs: path, loader });
    }
    return undefined;
  }

  #add(loaded: LoadedFile): LoadedFile {
    this.#files.push(loaded);
    this.#byPath.set(loaded.file.path, loaded);
    const { soname } = loaded.file;
    if (soname !== undefined && !this.#byName.has(soname)) this.#byName.set(soname, loaded);
    return loaded;
  }

  #spend(count: number): void {
    this.#budget.left -= count;
    if (this.#budget.left < 0) throw new LimitError({ structure: 'dynamic linking', message: 'more names are looked for than an image has' });
  }
}

function* candidates(loader: LoadedFile, name: string, directories: LibraryDirectories): Generator<string> {
  if (name.includes('/')) {
    if (name.startsWith('/')) yield name;
    return;
  }
  for (const path of searchDirectories(loader, name, directories)) {
    yield `${path}/${name}`;
    for (const folder of PROCESSOR_FOLDERS[loader.file.machine] ?? []) yield `${path}/${folder}/${name}`;
  }
}
