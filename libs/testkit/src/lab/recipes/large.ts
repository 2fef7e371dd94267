import { K8S_1_30 } from '../release.ts';
import { standardImage } from './standard.ts';

const size = { gib: 2, banks: 2, layout: 'split', dataGib: 1 } as const;
const base = standardImage('large', 'Bottlerocket OS 1.26.1 (aws-k8s-1.30) by its layout, Debian packages by its content: for speed and scale', size, K8S_1_30);

// None of these brings a shell or an interpreter; scripts are left out when unpacking.
export const PACKAGES = [
  ...['linux-image-amd64', 'systemd', 'udev', 'libsystemd0', 'libc6', 'libllvm14', 'containerd', 'runc', 'coreutils', 'util-linux'],
  ...['iproute2', 'iptables', 'kmod', 'dbus-broker', 'chrony', 'libssl3', 'zlib1g', 'libzstd1', 'findutils', 'grep', 'procps', 'e2fsprogs'],
];

export const large = { ...base, root: { ...base.root, packages: PACKAGES } };
