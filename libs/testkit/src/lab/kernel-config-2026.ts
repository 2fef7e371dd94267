import { stockKernelOptions } from '../stock-kernel/stock-kernel-options.ts';
import { allOf, renderKernelConfig } from './render-kernel-config.ts';

// Option names and values of kernel 6.18 as Bottlerocket configures it (anatomy-2026 section 6), a selection.
const YES = [
  ...['64BIT', 'BLK_DEV_DM', 'BLK_DEV_NVME', 'BOOT_CONFIG', 'BUG_ON_DATA_CORRUPTION', 'DEBUG_FS', 'DEBUG_FS_ALLOW_ALL', 'DEBUG_LIST', 'DM_INIT', 'DM_VERITY'],
  ...['EFI', 'EFI_STUB', 'EROFS_FS', 'EROFS_FS_SECURITY', 'EROFS_FS_XATTR', 'EROFS_FS_ZIP', 'EXT4_FS', 'FORTIFY_SOURCE', 'FUNCTION_ERROR_INJECTION'],
  ...['HARDENED_USERCOPY', 'IKCONFIG', 'IKCONFIG_PROC', 'INITRAMFS_FORCE', 'INIT_STACK_NONE', 'KPROBES', 'LIST_HARDENED', 'LOCK_DOWN_KERNEL_FORCE_NONE'],
  ...[
    'CRYPTO_FIPS',
    'CRYPTO_FIPS140_EXTMOD',
    'MODULES',
    'MODULE_FORCE_LOAD',
    'MODULE_SIG',
    'MODULE_SIG_ALL',
    'MODULE_SIG_SHA512',
    'PANIC_ON_OOPS',
    'PROC_KCORE',
  ],
  ...['PROC_MEM_ALWAYS_FORCE', 'RANDOMIZE_BASE', 'RANDOMIZE_KSTACK_OFFSET_DEFAULT', 'SECCOMP', 'SECCOMP_FILTER', 'SECONDARY_TRUSTED_KEYRING', 'SECURITY'],
  ...['SECURITY_DMESG_RESTRICT', 'SECURITY_LANDLOCK', 'SECURITY_LOCKDOWN_LSM', 'SECURITY_LOCKDOWN_LSM_EARLY', 'SECURITY_SELINUX', 'SECURITY_YAMA'],
  ...['SLAB_FREELIST_HARDENED', 'SLAB_FREELIST_RANDOM', 'STACKPROTECTOR_STRONG', 'STRICT_KERNEL_RWX', 'STRICT_MODULE_RWX', 'USERFAULTFD', 'VMAP_STACK'],
  ...['NET', 'INET', 'IPV6', 'SYN_COOKIES', 'BPF_SYSCALL', 'BPF_JIT', 'BPF_UNPRIV_DEFAULT_OFF', 'USER_NS'],
];
const MODULES = ['BINFMT_MISC', 'EFIVAR_FS', 'IP_SCTP', 'SQUASHFS', 'UDF_FS', 'VFAT_FS', 'VIRTIO_CONSOLE'];
const UNSET = [
  ...[
    'BTRFS_FS',
    'CMDLINE_EXTEND',
    'COMPAT_BRK',
    'EROFS_FS_ZIP_DEFLATE',
    'EROFS_FS_ZIP_LZMA',
    'EROFS_FS_ZIP_ZSTD',
    'EXT2_FS',
    'HIBERNATION',
    'IMA',
    'INIT_ON_ALLOC_DEFAULT_ON',
  ],
  ...['INIT_ON_FREE_DEFAULT_ON', 'LEGACY_TIOCSTI', 'LIVEPATCH', 'MODULE_COMPRESS', 'MODULE_SIG_FORCE', 'NETFILTER_XTABLES_LEGACY', 'SECURITY_APPARMOR'],
  ...['SECURITY_IPE', 'SECURITY_LOADPIN', 'SECURITY_SAFESETID', 'SECURITY_SELINUX_BOOTPARAM', 'SECURITY_SELINUX_DEVELOP', 'SECURITY_SELINUX_DISABLE'],
  ...['SECURITY_SMACK', 'SECURITY_TOMOYO', 'STRICT_DEVMEM'],
];
const VALUES = {
  CRYPTO_FIPS_NAME: 'Amazon Linux 2023 Kernel Cryptographic API',
  DEFAULT_MMAP_MIN_ADDR: '65536',
  LSM: 'landlock,lockdown,yama,loadpin,safesetid,selinux,smack,tomoyo,apparmor,ipe,bpf',
  MAGIC_SYSRQ_DEFAULT_ENABLE: '176',
  MODULE_SIG_HASH: 'sha512',
};
/** What FIPS mode needs beyond it; the ordinary lab kernel names no ciphers. */
const FIPS = [
  ...['CRYPTO_AES', 'CRYPTO_CBC', 'CRYPTO_CCM', 'CRYPTO_CTR', 'CRYPTO_DH', 'CRYPTO_DRBG', 'CRYPTO_DRBG_CTR', 'CRYPTO_DRBG_HASH', 'CRYPTO_DRBG_HMAC'],
  ...['CRYPTO_ECDH', 'CRYPTO_GCM', 'CRYPTO_JITTERENTROPY', 'CRYPTO_RSA', 'CRYPTO_SHA256', 'CRYPTO_SHA3', 'CRYPTO_SHA512', 'CRYPTO_XTS'],
];
const ARCH = { x86_64: ['X86_64', 'IA32_EMULATION', 'KERNEL_ZSTD'], aarch64: ['ARM64', 'EFI_ZBOOT', 'KERNEL_GZIP'] };

/** The kernel's .config: BOOT's /config where there is one, and what IKCONFIG carries. Beneath what is said here, what hardening looks at is as 6.12 has it. */
export function kernelConfig2026(arch: 'x86_64' | 'aarch64', fips = false): string {
  return renderKernelConfig({
    ...stockKernelOptions(arch),
    ...allOf([...YES, ...ARCH[arch], ...(fips ? FIPS : [])], 'y'),
    ...allOf(MODULES, 'm'),
    ...VALUES,
    ...allOf(UNSET, 'n'),
  });
}
