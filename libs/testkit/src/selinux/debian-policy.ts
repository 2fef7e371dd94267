import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { debianFolder } from '../debian-folder.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { cachedPart } from '../lab/part-cache.ts';
import { runTool } from '../lab/run-tool.ts';

/** Debian's largest policies: with categories only, and with 16 sensitivities. */
export type DebianPolicy = 'default' | 'mls';

const TEN_MINUTES = 600_000;
const VERSION = 33;
const CONVERT_ALL = 'for module in *.pp; do "$0" "$module" "$module.cil" || exit 1; done';
/** What the package's postinst leaves out. */
const DISABLED = [
  ...['amtu', 'bugzilla', 'cobbler', 'condor', 'cyphesis', 'git', 'ksmtuned', 'likewise', 'livecd', 'nessus', 'numad', 'oddjob'],
  ...['openca', 'soundserver', 'thunderbird', 'updfstab', 'usernetctl'],
];

/** The path of the kernel policy that Debian's package makes at installation. Takes some 10 seconds the first time; needs apt-get, dpkg-deb, bzip2, secilc. */
export async function debianPolicy(flavour: DebianPolicy): Promise<string> {
  return join(await compiledPolicy(flavour), POLICY);
}

/** The path of the labels of the same policy, in the order of secilc, with the templates HOME_DIR and HOME_ROOT still in it. */
export async function debianFileContexts(flavour: DebianPolicy): Promise<string> {
  return join(await compiledPolicy(flavour), FILE_CONTEXTS);
}

const POLICY = `policy.${VERSION}`;
const FILE_CONTEXTS = 'file_contexts';

/** A folder with both: the package's modules as CIL, by policycoreutils, and those compiled by secilc. */
async function compiledPolicy(flavour: DebianPolicy): Promise<string> {
  const modules = await debianFolder(`selinux-policy-${flavour}`, `usr/share/selinux/${flavour}`);
  const converter = join(await debianFolder('policycoreutils', 'usr/libexec/selinux/hll'), 'pp');
  return cachedPart(partFolder, 'debian-policy', [flavour, VERSION, DISABLED, POLICY, FILE_CONTEXTS], async (folder, work) => {
    const listed = (await readFile(join(modules, '.modules'), 'utf8')).split(/\s+/);
    const names = listed.filter((name) => name !== '' && !DISABLED.includes(name));
    const packed = names.map((name) => join(work, `${name}.pp.bz2`));
    await Promise.all(names.map((name, index) => copyFile(join(modules, `${name}.pp.bz2`), packed[index]!)));
    await runTool('bzip2', ['-d', ...packed]);
    await runTool('env', ['-C', work, 'sh', '-c', CONVERT_ALL, converter], { timeout: TEN_MINUTES });
    const sources = names.map((name) => join(work, `${name}.pp.cil`)).sort();
    const out = join(work, 'out');
    await mkdir(out);
    const outputs = ['-o', join(out, POLICY), '-f', join(out, FILE_CONTEXTS)];
    await runTool('secilc', [`--policyvers=${VERSION}`, '-M', 'true', ...outputs, ...sources], { timeout: TEN_MINUTES });
    await rename(out, folder);
  });
}
