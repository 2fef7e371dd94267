import type { LibraryDirectories, LinkedFile } from './library-tree.ts';

/** A file that was loaded. */
export interface LoadedFile {
  readonly file: LinkedFile;
  /** The path under which it was opened. */
  readonly openedAs: string;
  /** Whose need made it be loaded. */
  readonly loader?: LoadedFile;
  /** Names that it was asked for by. */
  readonly names: Set<string>;
}

/** ldconfig takes these names into its cache (glibc elf/dl-is_dso.h). */
const CACHED_NAME = /^(?:lib|ld-).*\.so(?:\.|$)/;

/** Where a name without slash is looked for, for one that needs it (ld.so(8); glibc elf/dl-load.c, `_dl_map_object`), without LD_LIBRARY_PATH. */
export function searchDirectories(loader: LoadedFile, name: string, { configured, system }: LibraryDirectories): string[] {
  const own = loader.file.runpath === undefined ? [] : expand(loader.file.runpath, loader);
  const isDefault = new Set(system);
  const cached = CACHED_NAME.test(name) ? configured : [];
  const defaults = loader.file.noDefaultLibraries ? cached.filter((path) => !isDefault.has(path)) : [...cached, ...system];
  return [...inheritedDirectories(loader), ...own, ...defaults];
}

/** RPATH of the one that needs it and of those that made it be loaded, up to the program; whoever has a RUNPATH has no RPATH, and does not inherit one. */
function inheritedDirectories(loader: LoadedFile): string[] {
  if (loader.file.runpath !== undefined) return [];
  const directories: string[] = [];
  for (let each: LoadedFile | undefined = loader; each !== undefined; each = each.loader) {
    const { rpath, runpath } = each.file;
    if (runpath === undefined && rpath !== undefined) directories.push(...expand(rpath, each));
  }
  return directories;
}

/** `$ORIGIN` is the folder that the file was opened in. Directories below where a program is started, and those of a processor ($PLATFORM, $LIB), are not known. */
function expand(directories: readonly string[], loaded: LoadedFile): string[] {
  const origin = loaded.openedAs.slice(0, loaded.openedAs.lastIndexOf('/'));
  return directories.map((path) => path.replaceAll(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin)).filter((path) => path.startsWith('/') && !path.includes('$'));
}
