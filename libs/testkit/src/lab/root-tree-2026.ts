import { elfFile } from './bytes/elf-file.ts';
import { codeLike, noise, proseLike } from './bytes/filler.ts';
import { moduleFile } from './bytes/module-file.ts';
import { ukiFile } from './bytes/uki-file.ts';
import { containerdTemplates } from './containerd-templates.ts';
import { withFipsFiles } from './fips-files-2026.ts';
import { cyclonedxSbom, inventory2026, spdxSbom } from './inventory-2026.ts';
import { kubernetesTemplates } from './kubernetes-templates.ts';
import { systemRoot } from './release.ts';
import type { Release2026 } from './release-2026.ts';
import { sysctls } from './root-data.ts';
import { rootTree } from './root-tree.ts';
import { settingsDefaults2026 } from './settings-defaults-2026.ts';
import { directory, file, symlink, type TreeEntry, withoutPath } from './tree.ts';
import { PLUTO, POLICY_COPY } from './unit-files.ts';
import { unitFiles2026 } from './unit-files-2026.ts';

const MODULES = {
  'fs/fat/vfat': 'VFAT filesystem support',
  'fs/binfmt_misc': 'Kernel support for miscellaneous binaries',
  'fs/udf/udf': 'UDF filesystem support',
  'net/sctp/sctp': 'Support for the SCTP protocol',
};

// Enough to give EROFS something to compress, in clusters of many blocks and of few, and the hash tree a second level.
const CODE = codeLike(1536, 1);
const FIRMWARE = noise(256, 2);
const PROSE = proseLike(768, 'staticfire lab image: third-party code is under its own licence');

/** The whole ROOT of a lab image of 2026: the classic tree and what changed since (anatomy-2026 sections 3, 7, 16). */
export function rootTree2026(release: Release2026): TreeEntry[] {
  const usr = systemRoot(release);
  const entries = [...rootTree(release), ...identity(release, usr), ...kernelFiles(release, usr), ...programs(release, usr), ...unitFiles2026(release, usr)];
  const left = gone(release, usr).reduce((rest, path) => withoutPath(rest, path), entries);
  return release.variant.endsWith('-fips') ? withFipsFiles(left, release) : left;
}

function identity(release: Release2026, usr: string): TreeEntry[] {
  const share = `${usr}/share/bottlerocket`;
  return [
    directory('/', 0o555),
    directory('/.bottlerocket'),
    file(`${share}/image-features.env`, imageFeatures(release)),
    file(`${share}/image-format.env`, `IMAGE_FORMAT=${release.features.uki ? 'uki' : 'raw'}\nUKI_IMAGE=${release.features.uki}\n`),
    file(`${share}/application-inventory.json`, inventory2026(release)),
    file(`${share}/spdx-sbom.json`, spdxSbom(release)),
    file(`${share}/cyclonedx-sbom.json`, cyclonedxSbom(release)),
    file(`${usr}/share/storewolf/${release.variant}.toml`, settingsDefaults2026(release)),
    file(`${usr}/lib/sysctl.d/80-release.conf`, sysctls().replace('max_map_count = 524288', 'max_map_count = 1048576')),
    ...release.packages.map(({ name, licence }) => file(`${usr}/share/licenses/${name}/LICENSE`, `staticfire lab image: ${name} is under ${licence}\n`)),
  ];
}

function imageFeatures({ dataFilesystem, features }: Release2026): string {
  const { inPlaceUpdates, encryptedStorage, ephemeralKeys } = features;
  const values = { DATA_PARTITION_FILESYSTEM: dataFilesystem, IN_PLACE_UPDATES: inPlaceUpdates, ENCRYPTED_STORAGE: encryptedStorage };
  const lines = Object.entries({ ...values, EPHEMERAL_ENCRYPTION_KEYS: ephemeralKeys, STANDALONE_IMAGE: false });
  return lines.map(([key, value]) => `${key}=${value}\n`).join('');
}

function kernelFiles({ arch, kernel }: Release2026, usr: string): TreeEntry[] {
  const modules = `${usr}/lib/modules/${kernel}`;
  const files = Object.entries(MODULES).map(([name, description]) => {
    const info = { description, license: 'GPL', name: name.split('/').at(-1)!, intree: 'Y', vermagic: `${kernel} SMP preempt mod_unload modversions` };
    return file(`${modules}/kernel/${name}.ko`, moduleFile(arch, info));
  });
  const names = Object.keys(MODULES).map((name) => `kernel/${name}.ko`);
  return [
    ...files,
    file(`${modules}/modules.order`, names.map((name) => `${name}\n`).join('')),
    file(`${modules}/modules.dep`, names.map((name) => `${name}:\n`).join('')),
    file(`${modules}/modules.builtin`, 'kernel/fs/erofs/erofs.ko\nkernel/drivers/md/dm-verity.ko\n'),
    file(`${usr}/share/bottlerocket/kernel-devel/${kernel}/scripts/module.lds`, 'SECTIONS { /DISCARD/ : { *(.discard) } }\n'),
  ];
}

function programs(release: Release2026, usr: string): TreeEntry[] {
  const names = ['whippet', 'sha512hmac', ...(release.features.encryptedStorage ? ['rottweiler'] : []), ...(release.features.inPlaceUpdates ? ['updog'] : [])];
  return [
    ...names.map((name) => file(`${usr}/bin/${name}`, elfFile(`staticfire lab: ${name}`, release.arch), 0o755)),
    file(`${usr}/bin/containerd`, Buffer.concat([elfFile('staticfire lab: containerd', release.arch), CODE]), 0o755),
    file(`${usr}/lib/firmware/lab.bin`, FIRMWARE),
    file(`${usr}/share/licenses/release/THIRD-PARTY`, PROSE),
    file(`${usr}/lib/systemd/systemd-executor`, elfFile('staticfire lab: systemd-executor', release.arch), 0o755),
    file(`${usr}/share/whippet/policies.d/00-lab.toml`, '[[policy]]\nname = "lab"\n'),
    ...(release.features.uki ? [file(`${usr}/lib/systemd/boot/efi/linuxx64.efi.stub`, ukiFile({ machine: 'x64', sections: [] }))] : []),
    symlink(`${usr}/lib/systemd/system/sysinit.target.wants/selinux-policy-files.service`, '../selinux-policy-files.service'),
    file(
      `${usr}/lib/systemd/system/selinux-policy-files.service`,
      `[Unit]\nDescription=lab SELinux files\n\n[Service]\nType=oneshot\nExecStart=${POLICY_COPY}\n`,
    ),
  ];
}

/** Paths of the classic tree that this release lacks. */
function gone(release: Release2026, usr: string): string[] {
  const kubernetes = [
    ...['kubelet', 'pluto'].map((name) => `${usr}/bin/${name}`),
    ...['kubelet.service', PLUTO, 'etc-kubernetes-pki-private.mount'].map((name) => `${usr}/lib/systemd/system/${name}`),
  ];
  const templates = Object.keys({ ...kubernetesTemplates, ...containerdTemplates }).map((name) => `${usr}/share/templates/${name}`);
  const classic = ['fs/udf/udf', 'net/sctp/sctp'].map((name) => `${usr}/lib/modules/${release.kernel}/kernel/${name}.ko.gz`);
  const audit = `${usr}/lib/systemd/system/audit-rules.service`; // a package that a variant may choose, since late 2025
  const updates = [`${usr}/bin/migrator`, `${usr}/bin/signpost`, `${usr}/lib/systemd/system/mark-successful-boot.service`];
  const replaced = [...classic, audit];
  return [
    '/lost+found',
    ...replaced,
    ...(release.orchestrator === 'none' ? [...kubernetes, ...templates, `${usr}/lib/sysctl.d/90-kubelet.conf`] : []),
    ...(release.features.inPlaceUpdates ? [] : updates),
  ];
}
