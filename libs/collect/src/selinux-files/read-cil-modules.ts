import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { type FileSystem, readFile } from '@staticfire/read/filesystem';
import { type FolderEntry, isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';

/** What libsemanage has below /var/lib/selinux, in the copy that a Bottlerocket node starts from. */
const STORES = '/usr/share/factory/var/lib/selinux';
/** Bottlerocket has 15, of 130 KiB together, Debian 400 of 3 MiB. */
const MAX_MODULES = 1000;
const MAX_TOTAL = 8 * 1024 * 1024;
/** `%03u` in libsemanage (src/modules.c, `semanage_module_get_path`). */
const PRIORITY = /^(?!000)[0-9]{3}$/;
const BZIP2 = /^BZh[1-9]/;

/** The text of a module. */
export interface CilModuleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The CIL modules from which a policy was made, by name: of those with one name that of the highest priority, without those that are disabled. No module →
 * undefined. One that cannot be read is thrown: a FormatError without text, an UnsupportedError when it is compressed, a LimitError for more than 1 000, or
 * 8 MiB.
 */
export function readCilModules(fs: FileSystem, policyType: string): CilModuleFile[] | undefined {
  const folder = `${STORES}/${policyType}/active/modules`;
  const modules = new Map<string, string>();
  // Priorities have three digits each, so that they sort by number.
  for (const priority of entriesOf(fs, folder)) {
    if (PRIORITY.test(priority.name)) for (const { name, path } of entriesOf(fs, priority.path)) modules.set(name, path);
  }
  for (const { name } of entriesOf(fs, `${folder}/disabled`)) modules.delete(name);
  if (modules.size > MAX_MODULES) throw new LimitError({ structure: folder, found: modules.size, expected: `at most ${MAX_MODULES} modules` });
  let left = MAX_TOTAL;
  const files = [...modules].sort(byName).map(([, path]) => {
    const file = readModule(fs, path, left);
    left -= file.bytes.length;
    return file;
  });
  return files.length === 0 ? undefined : files;
}

function entriesOf(fs: FileSystem, path: string): readonly FolderEntry[] {
  const entries = listFolder(fs, path)?.entries ?? [];
  const damaged = entries.find(isUnreadableEntry);
  if (damaged !== undefined) throw damaged.error;
  return entries as readonly FolderEntry[];
}

function readModule(fs: FileSystem, folder: string, left: number): CilModuleFile {
  const path = `${folder}/cil`;
  const bytes = readFile(fs, path, left);
  if (bytes === undefined) throw new FormatError({ structure: folder, message: 'the module has no file cil' });
  if (BZIP2.test(Buffer.from(bytes.subarray(0, 4)).toString('latin1'))) throw new UnsupportedError({ structure: path, found: 'bzip2', expected: 'CIL text' });
  return { path, bytes };
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : Number(one > other);
}
