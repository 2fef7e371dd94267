import type { LibraryDirectories, LinkedFile } from './library-tree.ts';

/** A file that was loaded. */
export interface LoadedFile {
  readonly file: LinkedFile;
  /** The path under which it was opened. */
  readonly openedAs: string;
  /** Whose need made it be loaded. */
  readonly loader?: LoadedFile;
}

/** ldconfig takes these names into its cache (glibc elf/dl-is_dso.h). */
const CACHED_NAME = /^(?:lib|ld-).*\.so(?:\.|$)/;

/** Where a name without slash is looked for, for one that needs it (ld.so(8); glibc elf/dl-load.c, `_dl_map_object`), without LD_LIBRARY_PATH. */
export function* searchDirectories(loader: LoadedFile, name: string, { configured, system }: LibraryDirectories): Generator<string> {
  const { runpath, noDefaultLibraries } = loader.file;
  if (runpath === undefined) yield* inheritedDirectories(loader);
  else yield* expand(runpath, loader);
  if (CACHED_NAME.test(name)) yield* noDefaultLibraries ? configured.filter((path) => !system.includes(path)) : configured;
  if (!noDefaultLibraries) yield* system;
}

/** RPATH of the one that needs it and of those that made it be loaded, up to the program; who has a RUNPATH has no RPATH. */
function* inheritedDirectories(loader: LoadedFile): Generator<string> {
  for (let each: LoadedFile | undefined = loader; each !== undefined; each = each.loader) {
    const { rpath, runpath } = each.file;
    if (runpath === undefined && rpath !== undefined) yield* expand(rpath, each);
  }
}

/** `$ORIGIN` is the folder that the file was opened in. Directories below where a program is started, and those of a processor ($PLATFORM, $LIB), are not known. */
function* expand(directories: readonly string[], { openedAs }: LoadedFile): Generator<string> {
  const origin = openedAs.slice(0, openedAs.lastIndexOf('/'));
  for (const directory of directories) {
    const path = directory.replaceAll(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin);
    if (path.startsWith('/') && !path.includes('$')) yield path;
  }
}
