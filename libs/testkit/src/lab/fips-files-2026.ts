import { elfBytes } from '../elf/elf-bytes.ts';
import { signModule } from '../kernel-module/sign-module.ts';
import { moduleFile } from './bytes/module-file.ts';
import { systemRoot } from './release.ts';
import type { Release2026 } from './release-2026.ts';
import { keyProfile } from './secure-boot/key-profile.ts';
import { file, symlink, type TreeEntry } from './tree.ts';

const GATE = 'ConditionKernelCommandLine=fips=1';
/** What a FIPS image starts of the units that every image has. */
const STARTED: Readonly<Record<string, string>> = {
  'usr-bin.mount': 'local-fs.target.wants',
  'usr-libexec.mount': 'local-fs.target.wants',
  'generate-fips-env.service': 'fipscheck.target.wants',
  'create-fips-marker.service': 'fipscheck.target.wants',
  'check-fips-modules.service': 'fipscheck.target.requires',
};
const BUILTIN = ['fs/erofs/erofs', 'drivers/md/dm-verity', 'crypto/aes', 'crypto/sha256'];
const TESTED = ['aes', 'sha256'];

/** What FIPS variants of 2026 have beyond the others: a second build of a program, the test of the kernel's modules, and modules that are signed. */
export function withFipsFiles(entries: readonly TreeEntry[], release: Release2026): TreeEntry[] {
  const usr = systemRoot(release);
  const all = [...entries, ...programs(usr), ...testUnits(usr), ...modules(release, usr, entries)];
  return all.map((entry) => (entry.path.endsWith('.ko') ? file(entry.path, signModule(Buffer.from(entry.content ?? ''), keyProfile('lab').code)) : entry));
}

/** AWS-LC's sources are named in what a linker leaves of them. */
function programs(usr: string): TreeEntry[] {
  const build = (...crates: string[]) => elfBytes({ sections: [{ name: '.rodata', content: Buffer.from(`lab: shibaken\0${crates.join('\0')}\0`) }] });
  return [
    file(`${usr}/bin/shibaken`, build('aws-lc-rs-1.13.0', 'aws-lc-sys-0.29.0'), 0o755),
    file(`${usr}/fips/bin/shibaken`, build('aws-lc-rs-1.13.0', 'aws-lc-fips-sys-0.13.5'), 0o755),
  ];
}

function testUnits(usr: string): TreeEntry[] {
  const units = `${usr}/lib/systemd/system`;
  const oneshot = (exec: string) => `[Service]\nType=oneshot\nExecStart=${exec}\nRemainAfterExit=true\n`;
  return [
    file(`${units}/check-fips-modules.service`, `[Unit]\nDescription=lab test of kernel modules\n${GATE}\n\n${oneshot('/usr/bin/modprobe -q tcrypt')}`),
    file(`${units}/fips-modprobe@.service`, `[Unit]\nDescription=lab load of %I\n${GATE}\n\n${oneshot('/usr/bin/modprobe -q %I')}`),
    ...TESTED.map((name, index) =>
      file(
        `${units}/check-fips-modules.service.d/00${index}-${name}.conf`,
        `[Unit]\nRequires=fips-modprobe@${name}.service\nAfter=fips-modprobe@${name}.service\n`,
      ),
    ),
    ...Object.entries(STARTED).map(([unit, folder]) => symlink(`${units}/${folder}/${unit}`, `../${unit}`)),
  ];
}

function modules({ arch, kernel }: Release2026, usr: string, entries: readonly TreeEntry[]): TreeEntry[] {
  const folder = `${usr}/lib/modules/${kernel}`;
  const info = { description: 'lab test of algorithms', license: 'GPL', name: 'tcrypt', intree: 'Y', vermagic: `${kernel} SMP preempt mod_unload modversions` };
  const textOf = (name: string) => Buffer.from(entries.findLast(({ path }) => path === `${folder}/${name}`)?.content ?? '').toString();
  return [
    file(`${folder}/kernel/crypto/tcrypt.ko`, moduleFile(arch, info)),
    file(`${folder}/modules.order`, `${textOf('modules.order')}kernel/crypto/tcrypt.ko\n`),
    file(`${folder}/modules.dep`, `${textOf('modules.dep')}kernel/crypto/tcrypt.ko:\n`),
    file(`${folder}/modules.builtin`, BUILTIN.map((name) => `kernel/${name}.ko\n`).join('')),
  ];
}
