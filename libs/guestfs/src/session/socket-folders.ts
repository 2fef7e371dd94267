import { readFileSync } from 'node:fs';

/** Where libguestfs keeps the sockets of an appliance, in its QEMU's arguments. */
const SOCKET_FOLDER = /path=(\/[^,\0]*\/libguestfs[A-Za-z0-9]{6})\//g;

/**
 * The folders that the guestfish with this process id made for its sockets, outside of the one that it was given (lib/tmpdirs.c). It takes them away when it ends,
 * not when it is killed. Empty where the system does not tell.
 */
export function findSocketFolders(pid: number | undefined): readonly string[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const folders = children.flatMap((child) => [...readFileSync(`/proc/${child}/cmdline`, 'utf8').matchAll(SOCKET_FOLDER)].map(([, folder]) => folder!));
    return [...new Set(folders)];
  } catch {
    return [];
  }
}
