import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { debianFolder } from './debian-folder.ts';
import { partFolder } from './lab/lab-folder.ts';
import { cachedPart } from './lab/part-cache.ts';
import { runTool } from './lab/run-tool.ts';

/**
 * What libguestfs has to be told so that its appliance finds a kernel: nothing where this machine has its own, else, as in containers, that of Debian with
 * its modules, unpacked and kept. Needs apt-get, apt-cache, dpkg-deb and depmod.
 */
export async function guestfsKernel(): Promise<Readonly<Record<string, string>>> {
  if (existsSync('/boot') && readdirSync('/boot').some((name) => name.startsWith('vmlinuz'))) return {};
  const unpacked = await debianFolder('linux-image-amd64');
  const kernel = readdirSync(join(unpacked, 'boot')).find((name) => name.startsWith('vmlinuz'))!;
  const version = kernel.replace('vmlinuz-', '');
  return { SUPERMIN_KERNEL: join(unpacked, 'boot', kernel), SUPERMIN_MODULES: join(await indexedModules(unpacked, version), version) };
}

/** A folder that leads to the modules, with the indexes that depmod makes of them. */
function indexedModules(unpacked: string, version: string): Promise<string> {
  return cachedPart(partFolder, 'guestfs-modules', [unpacked], async (folder, work) => {
    const modules = join(unpacked, 'lib/modules', version);
    const own = join(work, 'lib/modules', version);
    await mkdir(own, { recursive: true });
    for (const name of readdirSync(modules)) await symlink(join(modules, name), join(own, name));
    await runTool('depmod', ['-b', work, version]);
    await rename(join(work, 'lib/modules'), folder);
  });
}
