import { signModule } from '../kernel-module/sign-module.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { keyProfile } from '../lab/secure-boot/key-profile.ts';
import { file, symlink } from '../lab/tree.ts';
import { addFiles, addKernelParameter, type Change, editFile } from './change.ts';
import { NO_MITIGATIONS } from './hardening-expectations.ts';
import type { Mutation } from './mutation.ts';

const BASE = 'demo-2026';
const WRONG_HMAC = `${'0123456789abcdef'.repeat(8)}\n`;
/** Labels are counted by file. */
const NEW_FILE = ['selinux.labels'];
const SIGNATURE_FACTS = ['kernel.module-signatures', 'kernel.modules', 'modules.effective'];

const folderOf = ({ release }: ImageRecipe) => `usr/lib/modules/${release.kernel}`;
const index =
  (name: string, text: string): Change =>
  (base) =>
    addFiles(file(`${folderOf(base)}/${name}`, text))(base);

/** The module binfmt_misc with a signature that no key in the kernel vouches for. */
function signWith(digest: 'sha256' | 'sha512'): Change {
  return (base) => {
    const entry = base.root.entries.findLast(({ path }) => path.endsWith('/kernel/fs/binfmt_misc.ko'));
    if (entry?.content === undefined) throw new Error(`${base.name} has no such module`);
    return addFiles(file(entry.path, signModule(Buffer.from(entry.content), keyProfile('lab').code, digest)))(base);
  };
}

/** What changes in facts about the kernel, its modules and its self-tests. */
export const kernelMutations: readonly Mutation[] = [
  { name: 'modules: one that an unknown key signed', base: BASE, change: signWith('sha512'), expect: {}, facts: SIGNATURE_FACTS },
  { name: 'modules: one that an unknown key signed with another digest', base: BASE, change: signWith('sha256'), expect: {}, facts: SIGNATURE_FACTS },
  { name: 'modules: none that modules.dep names', base: BASE, change: index('modules.dep', 'kernel/gone.ko:\n'), expect: {}, facts: ['kernel.module-index'] },
  {
    name: 'modules: an alias',
    base: BASE,
    change: index('modules.alias', 'alias fs-binfmt binfmt_misc\n'),
    expect: {},
    facts: ['kernel.module-index', 'kernel.modules', ...NEW_FILE],
  },
  {
    name: 'kernel: started without SELinux',
    base: BASE,
    change: addKernelParameter('lsm=lockdown,yama'),
    expect: { 'baseline:boot/selinux-enforced': 'fail' },
    facts: ['kernel.lsm'],
  },
  {
    name: 'kernel: started without mitigations',
    base: BASE,
    change: addKernelParameter('mitigations=off'),
    expect: { 'baseline:boot/no-weakening': 'fail', ...NO_MITIGATIONS },
    facts: ['kernel.mitigations'],
  },
  {
    name: 'fips: the HMAC of a program is of another file',
    base: BASE,
    change: addFiles(file('usr/bin/.sha512hmac.hmac', WRONG_HMAC), symlink('usr/bin/.whippet.hmac', '.sha512hmac.hmac')),
    expect: {},
    facts: ['fips.integrity-files', 'root.named-files', ...NEW_FILE],
  },
  {
    name: 'fips: a check of the kernel that may fail',
    base: BASE,
    change: editFile('usr/lib/systemd/system/fipscheck.target', (text) => text.replace('Requires=', 'Wants=')),
    expect: {},
    facts: ['fips.self-tests', 'systemd.unit-files', 'systemd.units'],
  },
];
