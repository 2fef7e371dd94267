import { join, resolve } from 'node:path';
import type { GuestfsDrive } from './guestfs-disks.ts';
import { type NbdServer, serveNbd } from './nbd/serve-nbd.ts';
import { makeTemporaryFolder } from './session/temporary-folder.ts';

export interface ServedDrives {
  /** Where an appliance finds each drive: an absolute path, or an nbd:// URI. */
  readonly places: readonly string[];
  close(): void;
}

/** Files are given as they are; what no file holds as it is gets a server, in a folder of its own that goes when this process ends. */
export async function serveDrives(drives: readonly GuestfsDrive[]): Promise<ServedDrives> {
  if (drives.every(({ source }) => source === undefined)) return { places: drives.map(({ path }) => resolve(path)), close: () => {} };
  const folder = makeTemporaryFolder();
  process.on('exit', folder.remove);
  const servers: NbdServer[] = [];
  const close = () => {
    for (const server of servers) server.close();
    process.off('exit', folder.remove);
    folder.remove();
  };
  try {
    const places: string[] = [];
    for (const [number, { path, source }] of drives.entries()) {
      const socket = join(folder.path, `drive-${number}`);
      if (source !== undefined) servers.push(await serveNbd(socket, source));
      places.push(source === undefined ? resolve(path) : `nbd://?socket=${encodeURI(socket)}`);
    }
    return { places, close };
  } catch (error) {
    close();
    throw error;
  }
}
