import { cp, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { partFolder } from './lab/lab-folder.ts';
import { cachedPart } from './lab/part-cache.ts';
import { runTool } from './lab/run-tool.ts';

const TEN_MINUTES = 600_000;
const UNIT_FOLDERS = ['lib/systemd/system', 'usr/lib/systemd/system'];

/** A folder that has, for each Debian package named, a folder of that name with the unit files it ships. Kept. Needs apt-get and dpkg-deb. */
export function debianUnits(names: readonly string[]): Promise<string> {
  return cachedPart(partFolder, 'debian-units', names, async (folder, work) => {
    await runTool('env', ['-C', work, 'apt-get', '-q', 'download', ...names], { timeout: TEN_MINUTES });
    const gathered = join(work, 'gathered');
    await mkdir(gathered);
    for (const file of (await readdir(work)).filter((name) => name.endsWith('.deb'))) {
      const tree = join(work, `${file}.tree`);
      await runTool('dpkg-deb', ['-x', join(work, file), tree], { timeout: TEN_MINUTES });
      const [name = file] = file.split('_');
      for (const units of UNIT_FOLDERS) await gather(join(tree, units), join(gathered, name));
    }
    await rename(gathered, folder);
  });
}

/** Links stay as they are. */
async function gather(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const names = await readdir(from).catch(() => []);
  for (const name of names) await cp(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
}
