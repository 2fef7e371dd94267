import { stockKernelOptions } from '../stock-kernel/stock-kernel-options.ts';
import { allOf, renderKernelConfig } from './render-kernel-config.ts';

// Option names and values of a 6.1 kernel (anatomy 8.3), a selection.
const YES = [
  ...['64BIT', 'X86_64', 'BLK_DEV_DM', 'BLK_DEV_NVME', 'BOOT_CONFIG', 'DM_INIT', 'DM_VERITY', 'EFI', 'EFI_STUB', 'EROFS_FS', 'EXT4_FS'],
  ...[
    'IKCONFIG',
    'IKCONFIG_PROC',
    'INITRAMFS_FORCE',
    'KERNEL_ZSTD',
    'MICROCODE_AMD',
    'MICROCODE_INTEL',
    'MODULES',
    'MODULE_COMPRESS_GZIP',
    'MODULE_SIG',
    'RANDOMIZE_BASE',
  ],
  ...['SECCOMP', 'SECCOMP_FILTER', 'SECURITY', 'SECURITY_LOCKDOWN_LSM', 'SECURITY_LOCKDOWN_LSM_EARLY', 'SECURITY_SELINUX', 'SECURITY_YAMA'],
  ...[
    'SQUASHFS_ZSTD',
    'STACKPROTECTOR_STRONG',
    'NET',
    'INET',
    'IPV6',
    'SYN_COOKIES',
    'BPF_SYSCALL',
    'BPF_JIT',
    'BPF_UNPRIV_DEFAULT_OFF',
    'USER_NS',
    'STRICT_KERNEL_RWX',
    'VMAP_STACK',
  ],
];
const MODULES = ['BTRFS_FS', 'IP_SCTP', 'IPMI_HANDLER', 'SQUASHFS', 'UDF_FS', 'VIRTIO_CONSOLE'];
const UNSET = ['CMDLINE_EXTEND', 'COMPAT_BRK', 'EXT2_FS', 'SECURITY_SELINUX_BOOTPARAM', 'SECURITY_SELINUX_DEVELOP', 'SECURITY_SELINUX_DISABLE'];

/** The text of BOOT's /config: beneath what is said here, what hardening looks at is as the stock kernel 6.12 has it. */
export function kernelConfig(): string {
  const own = { SECURITY_SELINUX_CHECKREQPROT_VALUE: '0', LSM: 'lockdown,yama,integrity,selinux,bpf,landlock' };
  return renderKernelConfig({ ...stockKernelOptions('x86_64'), ...allOf(YES, 'y'), ...allOf(MODULES, 'm'), ...own, ...allOf(UNSET, 'n') });
}
