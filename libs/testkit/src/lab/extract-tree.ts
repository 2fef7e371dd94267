import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { runTool } from './run-tool.ts';

const FIVE_MINUTES = 300_000;

/** Unpacks an EROFS partition into the folder `to` by fsck.erofs, unless that was done before. Returns `to`. */
export async function extractRoot(partition: string, to: string): Promise<string> {
  if (!existsSync(to)) await runTool('fsck.erofs', [`--extract=${to}`, '--preserve-perms', '--no-preserve-owner', partition], { timeout: FIVE_MINUTES });
  return to;
}

/** Unpacks a FAT partition into the folder `to` by mcopy. Returns `to`. */
export async function extractFat(partition: string, to: string): Promise<string> {
  await mkdir(to, { recursive: true });
  await runTool('mcopy', ['-n', '-o', '-s', '-i', partition, '::/*', to]);
  return to;
}
