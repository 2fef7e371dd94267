import { parseSysusersFile, type SysusersEntry } from '@staticfire/read/formats/linux-text';
import type { ConfigFolders } from '../config-files/collect-config-files.ts';

/** sysusers.d(5), without /etc and /run, which are empty when a node starts. /lib is a link on Bottlerocket. */
const FOLDERS = ['/usr/local/lib/sysusers.d', '/usr/lib/sysusers.d', '/lib/sysusers.d'];

export const sysusersFolders: ConfigFolders<SysusersEntry> = { folders: FOLDERS, suffix: '.conf', lineEnds: 'systemd', parse: parseSysusersFile };
