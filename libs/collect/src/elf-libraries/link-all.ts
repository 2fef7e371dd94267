import { type LibraryTree, type LinkBudget, type LinkedFile, type LoadedLibraries, resolveLibraries } from '@staticfire/analyze/elf';
import type { Unreadable } from '@staticfire/facts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { normalPath } from '../normal-path.ts';
import type { ElfLibraries, LibraryFact, MissingFact } from './elf-libraries.schema.ts';
import type { FileNames } from './file-names.ts';
import type { LdSoConf } from './read-ld-so-conf.ts';

/** What the walk found. */
export interface LinkInput {
  readonly names: FileNames;
  readonly files: readonly LinkedFile[];
  readonly linkers: ReadonlyMap<string, readonly string[]>;
  readonly config: LdSoConf;
  readonly unreadable: readonly Unreadable[];
}

const MAX_LISTED = 10_000;
const MAX_UNREADABLE = 100;
/** Programs of a large image look for 30 000. */
const MAX_LOOKED_FOR = 5_000_000;
/** Of a dynamic linker that does not tell its own: those of glibc's and musl's. */
const USUAL_DIRECTORIES = ['/lib64', '/usr/lib64', '/lib', '/usr/lib'];

/** Links every program; and every library that none of them loads by itself, as plugins are. */
export function linkAll({ names, files, linkers, config, unreadable }: LinkInput): ElfLibraries {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const find = (path: string): LinkedFile | undefined => byPath.get(names.resolve(path) ?? '');
  const usual = mostUsedLinker(files, names, linkers);
  const summary = new LinkSummary(unreadable);
  const budget: LinkBudget = { left: MAX_LOOKED_FOR };
  const link = (file: LinkedFile): LoadedLibraries => {
    const linker = file.interpreter === undefined ? undefined : linkers.get(names.resolve(file.interpreter) ?? '');
    return resolveLibraries(file, { find } satisfies LibraryTree, { configured: config.directories, system: linker ?? usual }, budget);
  };
  const [programs, libraries] = [files.filter(({ kind }) => kind !== 'shared-library'), files.filter(({ kind }) => kind === 'shared-library')];
  for (const program of programs) {
    if (program.interpreter !== undefined && find(program.interpreter) === undefined) summary.addInterpreter(program.path, program.interpreter);
    summary.add(program.path, link(program));
  }
  for (const library of libraries) if (!summary.loaded.has(library.path)) summary.add(library.path, link(library));
  return {
    directories: [
      ...config.directories.map((path) => ({ path, from: 'ld.so.conf' as const })),
      ...usual.map((path) => ({ path: normalPath(path), from: 'dynamic-linker' as const })),
    ],
    configFiles: config.files,
    ...summary.lists(),
  };
}

/** The directories of the linker that most programs want. */
function mostUsedLinker(files: readonly LinkedFile[], names: FileNames, linkers: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const counts = new Map([...linkers.keys()].map((path) => [path, 0]));
  for (const { interpreter } of files) {
    const path = interpreter === undefined ? undefined : names.resolve(interpreter);
    if (path !== undefined && counts.has(path)) counts.set(path, counts.get(path)! + 1);
  }
  const [most] = [...counts].sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1));
  return most === undefined ? USUAL_DIRECTORIES : linkers.get(most[0])!;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class LinkSummary {
  /** Paths of libraries that were loaded. */
  readonly loaded = new Set<string>();
  readonly #unreadable: readonly Unreadable[];
  readonly #libraries = new Map<string, Mutable<LibraryFact>>();
  readonly #missing = new Map<string, Mutable<MissingFact>>();

  constructor(unreadable: readonly Unreadable[]) {
    this.#unreadable = unreadable;
  }

  add(program: string, { libraries, missing }: LoadedLibraries): void {
    for (const { name, path } of libraries) {
      this.loaded.add(path);
      const key = `${name}\0${path}`;
      const library = this.#libraries.get(key) ?? { name, path: normalPath(path), neededBy: 0 };
      library.neededBy++;
      this.#libraries.set(key, library);
    }
    for (const { name, version, neededBy } of missing)
      this.#miss(program, { what: version === undefined ? 'library' : 'version', name, ...(version === undefined ? {} : { version }), neededBy });
  }

  addInterpreter(program: string, name: string): void {
    this.#miss(program, { what: 'interpreter', name, neededBy: program });
  }

  lists(): Pick<ElfLibraries, 'libraries' | 'missing'> {
    const libraries = new BoundedList<LibraryFact>(MAX_LISTED, 'libraries');
    for (const library of sorted(this.#libraries)) libraries.add(library);
    const missing = new BoundedList<MissingFact>(MAX_LISTED, 'missing libraries');
    for (const each of sorted(this.#missing)) missing.add(each);
    for (const each of this.#unreadable.slice(0, MAX_UNREADABLE)) missing.add(each);
    return { libraries: libraries.elements, missing: missing.elements };
  }

  #miss(program: string, { neededBy, ...what }: Pick<MissingFact, 'what' | 'name' | 'version' | 'neededBy'>): void {
    const key = `${what.name}\0${what.version ?? ''}\0${neededBy}`;
    const missing = this.#missing.get(key) ?? { ...what, neededBy: normalPath(neededBy), program: normalPath(program), programs: 0 };
    missing.programs++;
    this.#missing.set(key, missing);
  }
}

function sorted<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
