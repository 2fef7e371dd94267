import type { PolicyEra } from '../selinux/bottlerocket/policy-era.ts';

/** The release a lab image imitates. */
export interface Release {
  readonly arch: 'x86_64' | 'aarch64';
  readonly variant: string;
  readonly version: string;
  readonly buildId: string;
  readonly kernel: string;
  readonly dataFilesystem: 'ext4' | 'xfs';
  readonly policyEra: PolicyEra;
  /** VENDOR_NAME, which builds write since April 2025. */
  readonly vendor?: string;
}

export const K8S_1_30: Release = {
  arch: 'x86_64',
  variant: 'aws-k8s-1.30',
  version: '1.26.1',
  buildId: '943d9a41',
  kernel: '6.1.112',
  dataFilesystem: 'xfs',
  policyEra: 'classic',
};

/** SR of anatomy: the real /usr. */
export function systemRoot(release: Release): string {
  return `/${release.arch}-bottlerocket-linux-gnu/sys-root/usr`;
}

/** lib/os-release, its lines in the order the build writes them (anatomy 6.2). */
export function osRelease(release: Release): string {
  const project = 'https://github.com/bottlerocket-os/bottlerocket';
  return [
    'NAME=Bottlerocket',
    'ID=bottlerocket',
    `VERSION="${release.version} (${release.variant})"`,
    `PRETTY_NAME="Bottlerocket OS ${release.version} (${release.variant})"`,
    `VARIANT_ID=${release.variant}`,
    `VERSION_ID=${release.version}`,
    `BUILD_ID=${release.buildId}`,
    ...(release.vendor === undefined ? [] : [`VENDOR_NAME="${release.vendor}"`]),
    `HOME_URL="${project}"`,
    `SUPPORT_URL="${project}/discussions"`,
    `BUG_REPORT_URL="${project}/issues"`,
    'DOCUMENTATION_URL="https://bottlerocket.dev"',
    '',
  ].join('\n');
}
