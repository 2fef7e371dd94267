import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { partFolder } from './lab/lab-folder.ts';
import { cachedPart } from './lab/part-cache.ts';
import { runTool } from './lab/run-tool.ts';

const TEN_MINUTES = 600_000;

/**
 * The files of a Debian package below `top` (all of them unless given), unpacked without root, and kept. `linux-image-amd64`,
 * which only depends on the kernel of the day, stands for that kernel. Needs apt-get, apt-cache and dpkg-deb.
 */
export async function debianFolder(name: string, top = '.'): Promise<string> {
  const wanted = name === 'linux-image-amd64' ? await kernelOfTheDay() : name;
  return cachedPart(partFolder, 'debian', [wanted, top], async (folder, work) => {
    const tree = join(work, 'tree');
    await mkdir(tree);
    await runTool('env', ['-C', work, 'apt-get', '-q', 'download', wanted], { timeout: TEN_MINUTES });
    for (const file of await readdir(work)) if (file.endsWith('.deb')) await runTool('dpkg-deb', ['-x', join(work, file), tree], { timeout: TEN_MINUTES });
    await rename(join(tree, top), folder);
  });
}

async function kernelOfTheDay(): Promise<string> {
  const { stdout } = await runTool('apt-cache', ['depends', 'linux-image-amd64']);
  const kernel = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
  if (kernel === undefined) throw new Error(`apt-cache knows no kernel behind linux-image-amd64:\n${stdout}`);
  return kernel;
}
