import type { FileSystem } from '@staticfire/read/filesystem';
import { isUnreadableEntry, listFolder, type UnreadableEntry } from '../evidence/list-folder.ts';

/** The folder of one module in a module store of libsemanage: `100/base`. */
export interface FoundModule {
  readonly name: string;
  readonly priority: number;
  readonly path: string;
}

/** `%03u` in libsemanage (src/modules.c, `semanage_module_get_path`); `disabled` beside them holds no modules. */
const PRIORITY = /^(?!000)[0-9]{3}$/;

/** By priority and name, each with what could not be read of it; a folder that does not exist has none. */
export function listModules(fs: FileSystem, folder: string): readonly (FoundModule | UnreadableEntry)[] {
  // An entry without a name tells why there may be more.
  const entries = listFolder(fs, folder)?.entries ?? [];
  const priorities = entries.filter(({ name }) => name === '' || PRIORITY.test(name));
  return priorities.flatMap((entry) => (isUnreadableEntry(entry) ? [entry] : modulesIn(fs, entry.path, Number(entry.name))));
}

function modulesIn(fs: FileSystem, folder: string, priority: number): readonly (FoundModule | UnreadableEntry)[] {
  return (listFolder(fs, folder)?.entries ?? []).flatMap((entry): readonly (FoundModule | UnreadableEntry)[] => {
    if (isUnreadableEntry(entry)) return [entry];
    const { name, path, stat } = entry;
    return stat.type === 'directory' || stat.type === 'symlink' ? [{ name, priority, path }] : [];
  });
}
