import { parseTmpfilesFile, type TmpfilesEntry } from '@staticfire/read/formats/linux-text';
import type { ConfigFolders } from '../config-files/collect-config-files.ts';

/** tmpfiles.d(5). /lib is a link on Bottlerocket. */
const FOLDERS = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/local/lib/tmpfiles.d', '/usr/lib/tmpfiles.d', '/lib/tmpfiles.d'];

export const tmpfilesFolders: ConfigFolders<TmpfilesEntry> = { folders: FOLDERS, suffix: '.conf', lineEnds: 'systemd', parse: parseTmpfilesFile };
