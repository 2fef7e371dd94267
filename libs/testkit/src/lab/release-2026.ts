import { LAB_TIME_2026 } from './clock.ts';
import type { BuildIdentity } from './derived-ids.ts';
import type { Release } from './release.ts';

/** What image-features.env and image-format.env say. */
export interface ImageFeatures {
  readonly inPlaceUpdates: boolean;
  readonly encryptedStorage: boolean;
  readonly ephemeralKeys: boolean;
  readonly uki: boolean;
}

/** A package of the inventory and of both SBOMs. */
export interface ReleasePackage {
  readonly name: string;
  readonly version: string;
  /** The source package, when its name is another. */
  readonly source?: string;
  readonly kit: 'bottlerocket-core-kit' | 'bottlerocket-kernel-kit' | 'bottlerocket';
  readonly licence: string;
}

/** A release of the second half of 2026. */
export interface Release2026 extends Release {
  readonly vendor: string;
  /** BUILD_ID_TIMESTAMP. */
  readonly timestamp: number;
  readonly features: ImageFeatures;
  readonly orchestrator: 'kubernetes' | 'none';
  readonly packages: readonly ReleasePackage[];
}

const COMMON_PACKAGES: Readonly<Record<string, readonly [version: string, source?: string]>> = {
  ...{ apiserver: ['17.0.0', 'os'], 'dbus-broker': ['37'], nftables: ['1.1.5'], release: ['17.0.0'], runc: ['1.3.3'] },
  ...{ 'systemd-257': ['257.13'], whippet: ['17.0.0', 'os'] },
};

const COMMON = {
  arch: 'x86_64',
  version: '1.66.0',
  buildId: '5f1c07ae',
  kernel: '6.18.48',
  dataFilesystem: 'xfs',
  policyEra: '2026',
  vendor: 'Bottlerocket',
  timestamp: LAB_TIME_2026,
} as const;

export const K8S_1_36: Release2026 = {
  ...COMMON,
  variant: 'aws-k8s-1.36',
  features: { inPlaceUpdates: true, encryptedStorage: false, ephemeralKeys: false, uki: false },
  orchestrator: 'kubernetes',
  packages: packages({ 'containerd-2.2': ['2.2.1'], 'kubelet-1.36': ['1.36.2', 'kubernetes-1.36'], updog: ['17.0.0', 'os'] }),
};

export const K8S_1_37: Release2026 = {
  ...K8S_1_36,
  variant: 'aws-k8s-1.37',
  packages: packages({ 'containerd-2.3': ['2.3.0'], 'kubelet-1.37': ['1.37.0', 'kubernetes-1.37'], updog: ['17.0.0', 'os'] }),
};

/** K8S_1_37 with NVIDIA's driver in its inventory. */
export const K8S_1_37_NVIDIA: Release2026 = {
  ...K8S_1_37,
  variant: 'aws-k8s-1.37-nvidia',
  packages: [
    ...K8S_1_37.packages,
    { name: 'kmod-6.18-nvidia-r580', version: '580.126.09', kit: 'bottlerocket-kernel-kit', licence: 'LicenseRef-NVIDIA' } as const,
  ].sort((a, b) => (a.name < b.name ? -1 : 1)),
};

export const MANTLE_1: Release2026 = {
  ...COMMON,
  variant: 'aws-mantle-1',
  features: { inPlaceUpdates: false, encryptedStorage: true, ephemeralKeys: true, uki: true },
  orchestrator: 'none',
  packages: packages({ 'containerd-2.2': ['2.2.1'], rottweiler: ['17.0.0', 'os'], 'systemd-257-uki-stub': ['257.13', 'systemd-257'] }),
};

/** What a release's derived identifiers follow from. */
export function buildIdentity({ timestamp, variant, arch }: Release2026): BuildIdentity {
  return { timestamp, variant, arch };
}

function packages(own: Readonly<Record<string, readonly [version: string, source?: string]>>): ReleasePackage[] {
  const rows = Object.entries({ ...COMMON_PACKAGES, ...own }).map(([name, [version, source]]) => ({
    ...({ name, version, kit: 'bottlerocket-core-kit', licence: 'Apache-2.0 OR MIT' } as const),
    ...(source === undefined ? {} : { source }),
  }));
  const kernel = { name: 'kernel-6.18', version: '6.18.48', kit: 'bottlerocket-kernel-kit', licence: 'GPL-2.0 WITH Linux-syscall-note' } as const;
  return [...rows, kernel].sort((a, b) => (a.name < b.name ? -1 : 1));
}
