import { choice, flag, type MitigationRule, members, switchedOn, type WordReader, yesOrNo } from './mitigation-rule.ts';

const X86 = { architecture: 'X86_64' } as const;
const ARM = { architecture: 'ARM64' } as const;
const PARAMETERS = 'kernel-parameters.txt';
/** Of processors: the option, and the words that keep it off. */
const FEATURES = { BTI: 'bti', MTE: 'mte', PTR_AUTH: 'pauth', GCS: 'gcs' } as const;
/** mm/slub.c, `setup_slub_debug`: `-` turns it off, anything else on. */
const slabDebug: WordReader = (value) => (value?.startsWith('-') ? 'off' : 'on');
/** Yes keeps DMA out of the translation. */
const unless: WordReader = (value) => {
  const said = yesOrNo(value);
  return said === undefined ? undefined : said === 'on' ? 'off' : 'auto';
};

/** What makes the kernel harder to attack, each `on` where it protects. */
export const kernelHardening: readonly MitigationRule[] = [
  {
    name: 'kaslr',
    builtBy: ['RANDOMIZE_BASE'],
    options: [['RANDOMIZE_BASE', 'on']],
    otherwise: 'absent',
    words: { nokaslr: flag('off') },
    source: `${PARAMETERS}, nokaslr`,
  },
  {
    name: 'nosmt',
    builtBy: ['HOTPLUG_SMT'],
    otherwise: 'off',
    words: { nosmt: flag('on') },
    source: `${PARAMETERS}, nosmt`,
  },
  {
    name: 'init_on_alloc',
    options: [['INIT_ON_ALLOC_DEFAULT_ON', 'on']],
    otherwise: 'off',
    words: { init_on_alloc: yesOrNo },
    source: `${PARAMETERS}, init_on_alloc`,
  },
  {
    name: 'init_on_free',
    options: [['INIT_ON_FREE_DEFAULT_ON', 'on']],
    otherwise: 'off',
    words: { init_on_free: yesOrNo },
    source: `${PARAMETERS}, init_on_free`,
  },
  {
    name: 'slab_nomerge',
    options: [['SLAB_MERGE_DEFAULT', 'off', 'on']],
    otherwise: 'on',
    words: { slab_nomerge: flag('on'), slub_nomerge: flag('on'), slab_merge: flag('off'), slub_merge: flag('off') },
    lateWords: ['slab_nomerge', 'slub_nomerge', 'slab_merge', 'slub_merge'],
    source: `${PARAMETERS}, slab_nomerge`,
  },
  {
    name: 'slub_debug',
    builtBy: ['SLUB_DEBUG'],
    options: [['SLUB_DEBUG_ON', 'on']],
    otherwise: 'off',
    words: { slub_debug: slabDebug, slab_debug: slabDebug },
    lateWords: ['slub_debug', 'slab_debug'],
    source: 'Documentation/mm/slub.rst',
  },
  {
    name: 'page_alloc_shuffle',
    builtBy: ['SHUFFLE_PAGE_ALLOCATOR'],
    otherwise: 'off',
    words: { 'page_alloc.shuffle': switchedOn },
    lateWords: ['page_alloc.shuffle'],
    source: `${PARAMETERS}, page_alloc.shuffle`,
  },
  {
    name: 'randomize_kstack_offset',
    builtBy: ['RANDOMIZE_KSTACK_OFFSET', 'HAVE_ARCH_RANDOMIZE_KSTACK_OFFSET', 'RANDOMIZE_KSTACK_OFFSET_DEFAULT'],
    options: [['RANDOMIZE_KSTACK_OFFSET_DEFAULT', 'on']],
    otherwise: 'off',
    words: { randomize_kstack_offset: yesOrNo },
    source: `${PARAMETERS}, randomize_kstack_offset`,
  },
  {
    ...X86,
    name: 'no_vsyscall',
    needlessWithout: 'X86_VSYSCALL_EMULATION',
    options: [['LEGACY_VSYSCALL_NONE', 'on']],
    otherwise: 'off',
    words: { vsyscall: choice({ on: ['none'], off: ['xonly', 'emulate'] }) },
    source: `${PARAMETERS}, vsyscall`,
  },
  {
    ...X86,
    name: 'intel_iommu',
    builtBy: ['INTEL_IOMMU'],
    options: [['INTEL_IOMMU_DEFAULT_ON', 'auto']],
    otherwise: 'off',
    words: { intel_iommu: members({ on: 'auto', off: 'off' }), iommu: members({ off: 'off' }) },
    lateWords: ['intel_iommu'],
    source: `${PARAMETERS}, intel_iommu`,
  },
  {
    ...X86,
    name: 'amd_iommu',
    builtBy: ['AMD_IOMMU'],
    otherwise: 'auto',
    words: { amd_iommu: members({ off: 'off' }), iommu: members({ off: 'off' }) },
    lateWords: ['amd_iommu'],
    source: `${PARAMETERS}, amd_iommu`,
  },
  {
    name: 'iommu_translation',
    builtBy: ['IOMMU_SUPPORT'],
    options: [['IOMMU_DEFAULT_PASSTHROUGH', 'off', 'auto']],
    otherwise: 'auto',
    words: { 'iommu.passthrough': unless, iommu: members({ pt: 'off', nopt: 'auto', off: 'off' }) },
    source: `${PARAMETERS}, iommu.passthrough`,
  },
  {
    name: 'iommu_strict',
    builtBy: ['IOMMU_SUPPORT'],
    options: [['IOMMU_DEFAULT_DMA_STRICT', 'on']],
    otherwise: 'off',
    words: { 'iommu.strict': yesOrNo, intel_iommu: members({ strict: 'on' }), amd_iommu: members({ fullflush: 'on' }) },
    lateWords: ['intel_iommu', 'amd_iommu'],
    source: `${PARAMETERS}, iommu.strict`,
  },
  {
    name: 'efi_disable_early_pci_dma',
    builtBy: ['EFI_STUB'],
    options: [['EFI_DISABLE_PCI_DMA', 'on']],
    otherwise: 'off',
    words: { efi: members({ disable_early_pci_dma: 'on', no_disable_early_pci_dma: 'off' }) },
    source: `${PARAMETERS}, efi`,
  },
  {
    ...X86,
    name: 'mce',
    builtBy: ['X86_MCE'],
    otherwise: 'on',
    words: { mce: choice({ off: ['off'] }), nomce: flag('off') },
    lateWords: ['mce', 'nomce'],
    source: `${PARAMETERS}, mce`,
  },
  {
    name: 'no_debugfs',
    needlessWithout: 'DEBUG_FS',
    options: [
      ['DEBUG_FS_ALLOW_NONE', 'on'],
      ['DEBUG_FS_DISALLOW_MOUNT', 'on'],
    ],
    otherwise: 'off',
    words: { debugfs: choice({ on: ['off', 'no-mount'], off: ['on'] }) },
    source: `${PARAMETERS}, debugfs`,
  },
  {
    name: 'module_sig_enforce',
    builtBy: ['MODULE_SIG'],
    options: [['MODULE_SIG_FORCE', 'on']],
    otherwise: 'off',
    words: { 'module.sig_enforce': (value) => (switchedOn(value) === 'on' ? 'on' : undefined) },
    lateWords: ['module.sig_enforce'],
    source: `${PARAMETERS}, module.sig_enforce`,
  },
  {
    name: 'rodata',
    builtBy: ['STRICT_KERNEL_RWX'],
    otherwise: 'on',
    words: { rodata: choice({ on: ['on', 'full', 'noalias'], off: ['off'] }) },
    source: `${PARAMETERS}, rodata`,
  },
  {
    ...ARM,
    name: 'rodata_full',
    builtBy: ['STRICT_KERNEL_RWX'],
    options: [['RODATA_FULL_DEFAULT_ENABLED', 'on']],
    otherwise: 'off',
    words: { rodata: choice({ on: ['full'], off: ['on', 'off', 'noalias'] }) },
    source: `${PARAMETERS}, rodata`,
  },
  ...Object.entries(FEATURES).map(
    ([option, feature]): MitigationRule => ({
      ...ARM,
      name: `arm64_${feature}`,
      builtBy: [`ARM64_${option}`],
      otherwise: 'auto',
      words: { [`arm64.no${feature}`]: flag('off') },
      source: `${PARAMETERS}, arm64.no${feature}`,
    }),
  ),
];
