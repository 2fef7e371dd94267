import { truncate, writeFile } from 'node:fs/promises';
import { runTool } from './run-tool.ts';

const MIB = 1024 * 1024;
/** The root folder and the two inodes of the realtime device: all that mkfs.xfs makes in blocks of 4096 bytes. */
const INODES = [128, 129, 130];
const TIMES = ['core.mtime', 'core.ctime', 'v3.crtime'];

export interface EmptyXfsRecipe {
  readonly sizeMib: number;
  readonly uuid: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** An empty XFS, as systemd-makefs makes it of DATA. mkfs.xfs takes no clock from outside: xfs_db sets the times, and checksums with them. */
export async function buildEmptyXfs({ sizeMib, uuid, time }: EmptyXfsRecipe, path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, sizeMib * MIB);
  // Times of 64 bits are none that xfs_db writes by their parts.
  await runTool('mkfs.xfs', ['-q', '-K', '-m', `uuid=${uuid},bigtime=0`, path]);
  const fields = TIMES.flatMap((name) => [`write ${name}.sec ${time}`, `write ${name}.nsec 0`]);
  const commands = INODES.flatMap((inode) => [`inode ${inode}`, ...fields]);
  await runTool('xfs_db', ['-x', ...commands.flatMap((command) => ['-c', command]), path]);
}
