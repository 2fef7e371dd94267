import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { debianFolder } from './debian-folder.ts';
import { partFolder } from './lab/lab-folder.ts';
import { cachedPart } from './lab/part-cache.ts';
import { runTool } from './lab/run-tool.ts';

/**
 * What libguestfs has to be told so that its appliance finds a kernel: nothing where this machine has its own, else, as in containers, that of Debian with
 * its modules, unpacked and kept. Makes the folder /lib/modules where there is none, without which supermin builds nothing. Needs apt-get, apt-cache, dpkg-deb and depmod.
 */
export async function guestfsKernel(): Promise<Readonly<Record<string, string>>> {
  if (existsSync('/boot') && readdirSync('/boot').some((name) => name.startsWith('vmlinuz'))) return {};
  await mkdir('/lib/modules', { recursive: true });
  const unpacked = await debianFolder('linux-image-amd64');
  const kernel = readdirSync(join(unpacked, 'boot')).find((name) => name.startsWith('vmlinuz'))!;
  const version = kernel.replace('vmlinuz-', '');
  return { SUPERMIN_KERNEL: join(unpacked, 'boot', kernel), SUPERMIN_MODULES: join(await indexedModules(unpacked, version), version) };
}

/** The modules, which take no room twice, with the indexes that depmod makes of them; supermin follows no link to a folder. */
function indexedModules(unpacked: string, version: string): Promise<string> {
  return cachedPart(partFolder, 'guestfs-modules', [unpacked], async (folder, work) => {
    await mkdir(join(work, 'lib'));
    await runTool('cp', ['-al', join(unpacked, 'lib/modules'), join(work, 'lib')]);
    await runTool('depmod', ['-b', work, version]);
    await rename(join(work, 'lib/modules'), folder);
  });
}
