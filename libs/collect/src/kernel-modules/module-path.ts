/** On the path with its kernel release, as `/lib` may be a folder of its own on images that are not Bottlerocket's. */
const MODULES_PATH = /^(.*?\/lib\/modules\/([^/]+))(?:\/(.*))?$/;
/** Folders on the way to the modules, with the sysroot taken out. */
const PARENTS = new Set(['', '/', '/usr', '/usr/lib', '/usr/lib/modules', '/lib', '/lib/modules']);
const SYSROOT_PARENT = /^\/[a-z0-9_]+-bottlerocket-linux-[a-z]+$/;
const MODULE_NAME = /^(.+)\.ko(\.gz|\.xz|\.zst)?$/;
const COMPRESSION = { '.gz': 'gzip', '.xz': 'xz', '.zst': 'zstd' } as const;

/** A path in a folder of modules, or that folder's own. */
export interface ModulesPath {
  readonly folder: string;
  /** Name of the folder: the kernel release. */
  readonly kernel: string;
  /** Undefined for the folder itself. */
  readonly rest?: string;
}

export function parseModulesPath(path: string): ModulesPath | undefined {
  const [, folder, kernel, rest] = MODULES_PATH.exec(path) ?? [];
  return folder === undefined || kernel === undefined ? undefined : { folder, kernel, ...(rest === undefined ? {} : { rest }) };
}

/** Whether modules may be missing when this cannot be read: a folder on the way to them, or what is in one of theirs. */
export function mayHideModules({ path, normalPath }: { readonly path: string; readonly normalPath: string }): boolean {
  return PARENTS.has(normalPath) || SYSROOT_PARENT.test(path) || parseModulesPath(path) !== undefined;
}

export interface ModuleFileName {
  /** As modprobe takes it: without extension, `_` for `-`. */
  readonly name: string;
  /** By extension. */
  readonly compression: 'none' | 'gzip' | 'xz' | 'zstd';
}

/** Undefined when the path is of no module. */
export function parseModuleFileName(path: string): ModuleFileName | undefined {
  const [, name, extension] = MODULE_NAME.exec(path.slice(path.lastIndexOf('/') + 1)) ?? [];
  if (name === undefined) return undefined;
  return { name: name.replaceAll('-', '_'), compression: extension === undefined ? 'none' : COMPRESSION[extension as keyof typeof COMPRESSION] };
}
