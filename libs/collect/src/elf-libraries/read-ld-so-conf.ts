import { LimitError, matchesGlob } from '@staticfire/read/bytes';
import { parseLdSoConf } from '@staticfire/read/formats/linux-text';
import { listFolder } from '../evidence/list-folder.ts';
import type { RootFiles } from '../evidence/root-files.ts';

const CONFIG = '/etc/ld.so.conf';
/** /etc is empty until systemd-tmpfiles copies what is missing there from here. */
const PLACES = ['', '/usr/share/factory'];
const MAX_LENGTH = 1024 * 1024;
const MAX_FILES = 200;
const MAX_PATTERNS = 1000;

export interface LdSoConf {
  readonly directories: readonly string[];
  /** Where they were read from. */
  readonly files: readonly string[];
}

/** ld.so.conf(5) as ldconfig reads it on a node that boots: includes in the order of their names, patterns in the last component alone. Directories come once. */
export function readLdSoConf(reader: RootFiles): LdSoConf {
  const [directories, files] = [new Set<string>(), new Set<string>()];
  let patterns = 0;
  const open = (path: string): void => {
    const place = PLACES.find((each) => !files.has(each + path) && reader.exists(each + path));
    if (place === undefined || files.has(path)) return;
    if (files.size === MAX_FILES) throw new LimitError({ structure: CONFIG, message: `it includes more than ${MAX_FILES} files` });
    files.add(place + path);
    for (const { kind, text } of parseLdSoConf(reader.read(place + path, MAX_LENGTH)!, place + path)) {
      if (kind === 'include' && ++patterns > MAX_PATTERNS)
        throw new LimitError({ structure: CONFIG, message: `it includes more than ${MAX_PATTERNS} patterns` });
      if (kind === 'include') for (const included of expand(reader, text.startsWith('/') ? text : `${folderOf(path)}/${text}`)) open(included);
      else if (text.startsWith('/')) directories.add(text);
    }
  };
  open(CONFIG);
  return { directories: [...directories], files: [...files] };
}

/** Names in either place, as there will be one folder of them. */
function expand({ fs }: RootFiles, pattern: string): string[] {
  const [folder, last] = [folderOf(pattern), pattern.slice(pattern.lastIndexOf('/') + 1)];
  const names = PLACES.flatMap((place) => listFolder(fs, place + folder)?.entries ?? []).map(({ name }) => name);
  return [...new Set(names)]
    .filter((name) => matchesGlob(last, name) && (last.startsWith('.') || !name.startsWith('.')))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
