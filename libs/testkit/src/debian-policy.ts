import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { debianFolder } from './debian-folder.ts';
import { partFolder } from './lab/lab-folder.ts';
import { cachedPart } from './lab/part-cache.ts';
import { runTool } from './lab/run-tool.ts';

/** Modules that the package's postinst does not install unless their program is there. */
const OPTIONAL_MODULES = [
  'amtu',
  'bugzilla',
  'cobbler',
  'condor',
  'cyphesis',
  'git',
  'ksmtuned',
  'likewise',
  'livecd',
  'nessus',
  'numad',
  'oddjob',
  'openca',
  'soundserver',
  'thunderbird',
  'updfstab',
  'usernetctl',
];

/**
 * A folder with Debian's default policy as the kernel and libselinux read it: `policy.33`, and `file_contexts` in the order of secilc, with the
 * templates HOME_DIR and HOME_ROOT still in it; kept. Needs apt-get, dpkg-deb, bzip2 and secilc.
 */
export async function debianPolicy(): Promise<string> {
  return cachedPart(partFolder, 'debian-policy', OPTIONAL_MODULES, async (folder, work) => {
    const modules = await debianFolder('selinux-policy-default', 'usr/share/selinux/default');
    const converter = join(await debianFolder('policycoreutils', 'usr/libexec/selinux/hll'), 'pp');
    const names = (await readFile(join(modules, '.modules'), 'utf8')).split('\n').filter((name) => name !== '' && !OPTIONAL_MODULES.includes(name));
    const sources = names.map((name) => join(work, `${name}.cil`));
    for (const [index, name] of names.entries()) {
      const { stdout } = await execa('bzip2', ['-dc', join(modules, `${name}.pp.bz2`)], { encoding: 'buffer' });
      await writeFile(join(work, 'module.pp'), stdout);
      await execa(converter, [join(work, 'module.pp'), sources[index]!]);
    }
    const out = join(work, 'out');
    await mkdir(out);
    await runTool('secilc', ['-c', '33', '-M', 'true', '-o', join(out, 'policy.33'), '-f', join(out, 'file_contexts'), ...sources]);
    await rename(out, folder);
  });
}
