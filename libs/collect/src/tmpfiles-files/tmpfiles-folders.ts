import { parseTmpfilesFile, type TmpfilesEntry } from '@staticfire/read/formats/linux-text';
import type { ConfigFolders } from '../config-files/collect-config-files.ts';

/** tmpfiles.d(5). /lib is a link on Bottlerocket. */
const FOLDERS = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/local/lib/tmpfiles.d', '/usr/lib/tmpfiles.d', '/lib/tmpfiles.d'];

const WRITES = new Set(['f', 'F', 'w']);
const PASSWORDS = /\/(?:passwd|group|shadow|gshadow)-?$/;
const WITHHELD = '(not told: lines of a user database can have passwords)';

export const tmpfilesFolders: ConfigFolders<TmpfilesEntry> = { folders: FOLDERS, suffix: '.conf', lineEnds: 'systemd', parse: parseTmpfilesFile, withhold };

function withhold(entry: TmpfilesEntry): TmpfilesEntry | undefined {
  return WRITES.has(entry.type) && PASSWORDS.test(entry.path) && entry.argument !== undefined ? { ...entry, argument: WITHHELD } : undefined;
}
