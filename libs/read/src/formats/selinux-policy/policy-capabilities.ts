/** Bit by bit: security/selinux/include/policycap_names.h. */
const NAMES = [
  'network_peer_controls',
  'open_perms',
  'extended_socket_class',
  'always_check_network',
  'cgroup_seclabel',
  'nnp_nosuid_transition',
  'genfs_seclabel_symlinks',
  'ioctl_skip_cloexec',
  'userspace_initial_context',
  'netlink_xperm',
  'netif_wildcard',
  'genfs_seclabel_wildcard',
  'functionfs_seclabel',
  'memfd_class',
  'bpf_token_perms',
];

export function policyCapabilityName(bit: number): string {
  return NAMES[bit] ?? `bit ${bit}`;
}

/** The bit of a capability that has a name; libsepol's `sepol_polcap_getnum` does not look at the case of letters. */
export function policyCapabilityBit(name: string): number | undefined {
  const bit = NAMES.indexOf(name.toLowerCase());
  return bit < 0 ? undefined : bit;
}
