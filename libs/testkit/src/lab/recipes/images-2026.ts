import { K8S_1_36, K8S_1_37, K8S_1_37_NVIDIA, MANTLE_1 } from '../release-2026.ts';
import { image2026 } from './image-2026.ts';
import { ukiBootImage, ukiImage } from './uki-image.ts';

const SIZE = { gib: 2, banks: 2, layout: 'split', dataGib: 1 } as const;

export const k8s2026 = image2026(
  'k8s-2026',
  'imitates Bottlerocket OS 1.66.0 (aws-k8s-1.36): GRUB, EROFS root, derived identifiers; programs exit at once; signed with keys that anybody can make',
  SIZE,
  K8S_1_36,
);

export const fips2026 = image2026(
  'fips-2026',
  'imitates Bottlerocket OS 1.66.0 (aws-k8s-1.37-fips): k8s-2026 with fips=1 in bootconfig, self-tests and a program built twice',
  SIZE,
  {
    ...K8S_1_37,
    variant: 'aws-k8s-1.37-fips',
  },
);

export const nvidia2026 = image2026(
  'nvidia-2026',
  'imitates the 6 GiB plan of Bottlerocket OS 1.66.0 (aws-k8s-1.37-nvidia); no driver inside',
  { ...SIZE, gib: 6 },
  K8S_1_37_NVIDIA,
);

export const uki2026 = ukiImage(
  'uki-2026',
  'imitates the newest Bottlerocket OS 1.66.0 (aws-mantle-1): UKI on the ESP, one bank, no BOOT; programs exit at once; signed with keys that anybody can make',
  { gib: 2, layout: 'split', dataGib: 1 },
  MANTLE_1,
);

export const ukiFips2026 = ukiImage(
  'uki-fips-2026',
  'imitates the newest Bottlerocket OS 1.66.0 (aws-mantle-1-fips): uki-2026 with fips=1 and the self-test target in its command line',
  { gib: 2, layout: 'split', dataGib: 1 },
  { ...MANTLE_1, variant: 'aws-mantle-1-fips' },
);

export const ukiBoot2026 = ukiBootImage(
  'uki-boot-2026',
  'imitates Bottlerocket OS 1.65.0 (aws-mantle-1): shim, systemd-boot, UKI on a FAT BOOT-A; programs exit at once; signed with keys that anybody can make',
  { gib: 2, layout: 'split', dataGib: 1 },
  { ...MANTLE_1, version: '1.65.0', buildId: '9d3be204' },
);

export const k8s2026Arm = image2026('k8s-2026-arm', 'k8s-2026 for aarch64: EFI zboot kernel, no GRUB for the BIOS', SIZE, { ...K8S_1_36, arch: 'aarch64' });

/** Small bases for changes. */
export const demo2026 = { ...image2026('demo-2026', 'k8s-2026 on a 1 GiB plan: a base of mutations', { ...SIZE, gib: 1 }, K8S_1_36), archives: [] };
export const demoUki = {
  ...ukiImage('demo-uki', 'uki-2026 on a 1 GiB plan: a base of mutations', { gib: 1, layout: 'split', dataGib: 1 }, MANTLE_1),
  archives: [],
};
