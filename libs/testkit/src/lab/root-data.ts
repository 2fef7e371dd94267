import { LAB_DATE } from './clock.ts';
import type { Release } from './release.ts';

/** sysctl.d/80-release.conf: keys and values of anatomy 8.1. */
export function sysctls(): string {
  const values = {
    'kernel.panic': 10,
    'kernel.kptr_restrict': 1,
    'kernel.dmesg_restrict': 1,
    'kernel.yama.ptrace_scope': 1,
    'kernel.unprivileged_bpf_disabled': 1,
    'net.core.bpf_jit_harden': 2,
    'user.max_user_namespaces': 0,
    'vm.max_map_count': 524288,
  };
  return `# staticfire lab image\n${Object.entries(values)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('')}`;
}

/** application-inventory.json (anatomy 6.7). */
export function inventory(release: Release): string {
  const packages = { containerd: '1.7.22', 'dbus-broker': '36', 'kernel-6.1': release.kernel, 'kubernetes-1.30': '1.30.1', runc: '1.1.14', systemd: '252.22' };
  const content = Object.entries(packages).map(([name, version]) => application(name, version));
  return `${JSON.stringify({ Content: content }, undefined, 2)}\n`;
}

function application(name: string, version: string) {
  return {
    Name: name,
    Publisher: 'Bottlerocket',
    Version: version,
    Release: '1.1729728000.0000000.br1',
    Epoch: '0',
    InstalledTime: LAB_DATE,
    ApplicationType: 'Unspecified',
    Architecture: 'x86_64',
    Url: 'https://example.invalid/staticfire-lab',
    Summary: `${name} as the staticfire lab imitates it`,
  };
}

/** A TUF root role with the right shape and no real keys. */
export function tufRoot(): string {
  const roles = Object.fromEntries(['root', 'snapshot', 'targets', 'timestamp'].map((role) => [role, { keyids: ['0'.repeat(64)], threshold: 1 }]));
  const signed = { _type: 'root', spec_version: '1.0.0', consistent_snapshot: true, version: 1, expires: '2034-10-24T00:00:00Z', keys: {}, roles };
  return `${JSON.stringify({ signed, signatures: [] }, undefined, 2)}\n`;
}

/** Stands where the CA bundle stands; holds no certificate. */
export function caBundle(): string {
  return '# staticfire lab image: the CA bundle of a real image holds certificates here\n';
}
