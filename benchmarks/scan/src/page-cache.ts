import { execFileSync } from 'node:child_process';

/**
 * Drops a file's pages from the page cache by posix_fadvise(POSIX_FADV_DONTNEED), which dd calls when it is told to copy nothing of the
 * whole file (coreutils manual, dd, flag `nocache`). Pages that are not yet written stay, so they are written first.
 */
export function dropPages(path: string): void {
  execFileSync('sync', ['--data', path]);
  execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']);
}
