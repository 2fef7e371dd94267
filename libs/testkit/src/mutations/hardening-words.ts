/** Words of the command line as every row of the pack kernel-hardening wants them, on x86_64. */
export const HARDENED_WORDS: readonly string[] = [
  ...['bdev_allow_write_mounted=0', 'cfi=kcfi', 'debugfs=off', 'efi=disable_early_pci_dma', 'hardened_usercopy=1', 'hash_pointers=always', 'ia32_emulation=0'],
  ...['init_on_alloc=1', 'init_on_free=1', 'intel_iommu=on', 'iommu=force', 'iommu.passthrough=0', 'iommu.strict=1', 'kfence.sample_interval=100'],
  ...['lockdown=confidentiality', 'mitigations=auto,nosmt', 'module.sig_enforce=1', 'nosmt', 'page_alloc.shuffle=1', 'proc_mem.force_override=never'],
  ...['pti=on', 'randomize_kstack_offset=on', 'slab_nomerge', 'vdso32=0', 'vsyscall=none'],
];

/** Words as no row wants them, for kernels of both architectures. */
export const SOFTENED_WORDS: readonly string[] = [
  ...['amd_iommu=off', 'arm64.nobti', 'arm64.nogcs', 'arm64.nomte', 'arm64.nopauth', 'bdev_allow_write_mounted=1', 'cfi=off', 'clearcpuid=514', 'debugfs=on'],
  ...['dis_ucode_ldr', 'efi=debug', 'gather_data_sampling=off', 'hardened_usercopy=0', 'hash_pointers=never', 'ia32_emulation=1'],
  ...['indirect_target_selection=off', 'init_on_alloc=0', 'init_on_free=0', 'intel_iommu=off', 'iommu=soft', 'iommu.passthrough=1', 'iommu.strict=0'],
  ...['kfence.sample_interval=0', 'kpti=0', 'l1tf=off', 'lockdown=none', 'mds=off', 'mitigations=off', 'mmio_stale_data=off', 'module.sig_enforce=0'],
  ...['no_hash_pointers', 'nokaslr', 'nopti', 'norandmaps', 'nosmap', 'nosmep', 'nospec_store_bypass_disable', 'nospectre_bhb', 'nospectre_v1', 'nospectre_v2'],
  ...['page_alloc.shuffle=0', 'proc_mem.force_override=always', 'pti=off', 'randomize_kstack_offset=off', 'reg_file_data_sampling=off', 'retbleed=off'],
  ...['rodata=off', 'setcpuid=1', 'slab_common.usercopy_fallback=1', 'slab_merge', 'slub_merge', 'spec_rstack_overflow=off', 'spec_store_bypass_disable=off'],
  ...['spectre_bhi=off', 'spectre_v2=off', 'spectre_v2_user=off', 'srbds=off', 'ssbd=force-off', 'sysrq_always_enabled', 'tsa=off', 'tsx=on'],
  ...['tsx_async_abort=off', 'vdso32=1', 'vmscape=off', 'vsyscall=emulate'],
];
