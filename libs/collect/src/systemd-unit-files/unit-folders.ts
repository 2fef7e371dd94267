import { unitFolders as searched } from '@staticfire/analyze/systemd';

/** systemd.unit(5), "Unit File Load Path", for the system manager, the one that counts first first; /lib is a link on Bottlerocket. */
export const unitFolders: readonly string[] = searched.flatMap(({ path }) => (path === '/usr/lib/systemd/system' ? [path, '/lib/systemd/system'] : [path]));
