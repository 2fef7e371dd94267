import { describe, expect, it } from 'vitest';
import { kernelOf, UNKNOWN } from '../fixtures/kernel-of.ts';
import { isUnknown } from '../kernel-knowledge.ts';
import { decideMitigation } from './decide-mitigation.ts';
import { mitigations } from './mitigations.ts';

/** `state by what`. */
function decide(name: string, ...kernel: Parameters<typeof kernelOf>): string {
  const decision = decideMitigation(mitigations.find((each) => each.name === name)!, kernelOf(...kernel));
  if (isUnknown(decision)) return `? ${decision.unknown}`;
  const { state, decidedBy, name: by, value } = decision;
  return `${state} ${decidedBy}${by === undefined ? '' : ` ${by}`}${value === undefined ? '' : `=${value}`}`;
}

type Case = readonly [string, string, Parameters<typeof kernelOf>];
const X86 = { X86_64: 'y', CPU_MITIGATIONS: 'y' };
const OLD = { X86_64: 'y' };
const ARM = { ARM64: 'y', CPU_MITIGATIONS: 'y' };
const V6_1 = [6, 1, 119];

describe('flaws of processors', () => {
  it.each<Case>([
    ['spectre_v1', 'auto config MITIGATION_SPECTRE_V1=y', [{ ...X86, MITIGATION_SPECTRE_V1: 'y' }]],
    ['spectre_v1', 'off config MITIGATION_SPECTRE_V1=n', [{ ...X86, MITIGATION_SPECTRE_V1: 'n' }]],
    ['spectre_v1', 'auto kernel', [OLD, '', V6_1]],
    ['spectre_v1', 'off cmdline nospectre_v1', [OLD, 'nospectre_v1']],
    ['spectre_v1', 'absent config X86_64=n', [ARM]],
    ['spectre_v2', 'on cmdline spectre_v2=retpoline', [X86, 'spectre_v2=off spectre_v2=retpoline']],
    ['spectre_v2', 'off cmdline spectre_v2=off', [X86, 'spectre_v2=off spectre_v2=nonsense']],
    ['spectre_v2_user', 'off cmdline spectre_v2=off', [X86, 'spectre_v2_user=on spectre_v2=off']],
    ['retpoline', 'auto config RETPOLINE=y', [{ ...OLD, RETPOLINE: 'y' }, '', V6_1]],
    ['retpoline', 'absent config MITIGATION_RETPOLINE=n', [{ ...X86, RETPOLINE: 'n' }]],
    ['mds', 'off cmdline mds=off', [X86, 'mds=full mds=off']],
    ['mds', 'auto cmdline mds=full,nosmt', [X86, 'mds=full,nosmt']],
    ['mds', 'auto kernel', [X86, 'mds']],
    ['mmio_stale_data', 'absent kernel', [OLD, '', [5, 15, 47]]],
    ['mmio_stale_data', 'auto kernel', [OLD, '', [5, 15, 48]]],
    ['mmio_stale_data', '? x', [OLD, '', UNKNOWN]],
    ['retbleed', 'on cmdline retbleed=ibpb', [X86, 'retbleed=ibpb']],
    ['gather_data_sampling', 'absent kernel', [OLD, '', [6, 1, 43]]],
    ['spectre_bhi', 'auto config SPECTRE_BHI_ON=y', [{ ...OLD, SPECTRE_BHI_ON: 'y' }, '', V6_1]],
    ['vmscape', 'absent kernel', [X86, 'vmscape=force']],
    ['vmscape', 'on cmdline vmscape=force', [{ ...X86, MITIGATION_VMSCAPE: 'y' }, 'vmscape=force']],
    ['spec_rstack_overflow', 'absent config MITIGATION_SRSO=n', [{ ...X86, MITIGATION_SRSO: 'n' }]],
    ['meltdown', 'auto config PAGE_TABLE_ISOLATION=y', [{ ...OLD, PAGE_TABLE_ISOLATION: 'y' }]],
    ['meltdown', 'off cmdline nopti', [{ ...OLD, PAGE_TABLE_ISOLATION: 'y' }, 'nopti']],
    ['kpti', 'auto config UNMAP_KERNEL_AT_EL0=y', [{ ...ARM, UNMAP_KERNEL_AT_EL0: 'y' }]],
    ['kpti', 'off cmdline kpti=0', [{ ...ARM, UNMAP_KERNEL_AT_EL0: 'y' }, 'kpti=0']],
    ['ssbd', 'off cmdline ssbd=force-off', [ARM, 'ssbd=force-off']],
    ['spectre_bhb', 'absent config MITIGATE_SPECTRE_BRANCH_HISTORY=n', [ARM]],
  ])('%s: %s', (name, expected, kernel) => expect(decide(name, ...kernel)).toBe(expected));

  it.each<Case>([
    ['mds', 'off cmdline mitigations=off', [X86, 'mitigations=off']],
    ['mds', 'auto kernel', [X86, 'mitigations=off mitigations=auto']],
    ['mds', 'off cmdline mitigations=off', [X86, 'mitigations=off mitigations=none']],
    ['mds', 'auto kernel', [X86, 'mitigations=auto,nosmt']],
    ['mds', 'off config CPU_MITIGATIONS=n', [{ ...X86, CPU_MITIGATIONS: 'n' }, 'mitigations=auto']],
    ['mds', '? mitigations=auto;no_user_kernel may leave out kinds of attacks', [X86, 'mitigations=auto;no_user_kernel', [6, 17]]],
    ['mds', 'off cmdline mitigations=off', [X86, 'mds=full mitigations=off', [6, 16]]],
    ['mds', 'auto cmdline mds=full', [X86, 'mds=full mitigations=off', [6, 17]]],
    ['mds', 'off cmdline mds=off', [X86, 'mds=off mitigations=off']],
    ['vmscape', 'absent kernel', [X86, 'mitigations=off']],
    ['kaslr', 'on config RANDOMIZE_BASE=y', [{ ...X86, RANDOMIZE_BASE: 'y' }, 'mitigations=off']],
    ['kpti', 'on cmdline kpti=1', [{ ...ARM, UNMAP_KERNEL_AT_EL0: 'y' }, 'kpti=1 mitigations=off']],
    ['ssbd', 'off cmdline mitigations=off', [ARM, 'ssbd=force-on mitigations=off']],
    [
      'meltdown',
      '? meltdown: whether pti= or mitigations wins depends on the release',
      [{ ...X86, MITIGATION_PAGE_TABLE_ISOLATION: 'y' }, 'pti=on mitigations=off'],
    ],
  ])('%s with all together: %s', (name, expected, kernel) => expect(decide(name, ...kernel)).toBe(expected));
});

describe('a harder kernel', () => {
  it.each<Case>([
    ['kaslr', 'on config RANDOMIZE_BASE=y', [{ ...X86, RANDOMIZE_BASE: 'y' }]],
    ['kaslr', 'off cmdline nokaslr', [{ ...ARM, RANDOMIZE_BASE: 'y' }, 'nokaslr']],
    ['kaslr', 'absent config RANDOMIZE_BASE=n', [X86]],
    ['nosmt', 'on cmdline nosmt=force', [{ ...X86, HOTPLUG_SMT: 'y' }, 'nosmt=force']],
    ['nosmt', 'off kernel', [{ ...X86, HOTPLUG_SMT: 'y' }]],
    ['init_on_alloc', 'on config INIT_ON_ALLOC_DEFAULT_ON=y', [{ INIT_ON_ALLOC_DEFAULT_ON: 'y' }]],
    ['init_on_alloc', 'off cmdline init_on_alloc=0', [{ INIT_ON_ALLOC_DEFAULT_ON: 'y' }, 'init_on_alloc=1 init_on_alloc=0 init_on_alloc']],
    ['init_on_free', 'off config INIT_ON_FREE_DEFAULT_ON=n', [{ INIT_ON_FREE_DEFAULT_ON: 'n' }]],
    ['slab_nomerge', 'off config SLAB_MERGE_DEFAULT=y', [{ SLAB_MERGE_DEFAULT: 'y' }]],
    ['slab_nomerge', 'on config SLAB_MERGE_DEFAULT=n', [{ SLAB_MERGE_DEFAULT: 'n' }]],
    ['slab_nomerge', 'on cmdline slab_nomerge', [{ SLAB_MERGE_DEFAULT: 'y' }, 'slab_merge slab_nomerge']],
    ['slub_debug', 'on cmdline slab_debug=FZ', [{ SLUB_DEBUG: 'y' }, 'slab_debug=FZ']],
    ['slub_debug', 'off cmdline slub_debug=-', [{ SLUB_DEBUG: 'y', SLUB_DEBUG_ON: 'y' }, 'slub_debug=-']],
    ['page_alloc_shuffle', 'on cmdline page_alloc.shuffle=Y', [{ SHUFFLE_PAGE_ALLOCATOR: 'y' }, 'page_alloc.shuffle=Y']],
    ['page_alloc_shuffle', 'on cmdline page_alloc.shuffle', [{ SHUFFLE_PAGE_ALLOCATOR: 'y' }, 'page_alloc.shuffle']],
    ['randomize_kstack_offset', 'off cmdline randomize_kstack_offset=off', [{ RANDOMIZE_KSTACK_OFFSET: 'y' }, 'randomize_kstack_offset=off']],
    ['no_vsyscall', 'on config X86_VSYSCALL_EMULATION=n', [X86, 'vsyscall=emulate']],
    ['no_vsyscall', 'off config LEGACY_VSYSCALL_NONE=n', [{ ...X86, X86_VSYSCALL_EMULATION: 'y', LEGACY_VSYSCALL_NONE: 'n' }]],
    ['no_vsyscall', 'on cmdline vsyscall=none', [{ ...X86, X86_VSYSCALL_EMULATION: 'y' }, 'vsyscall=none']],
    ['intel_iommu', 'auto cmdline intel_iommu=on,sm_on', [{ ...X86, INTEL_IOMMU: 'y' }, 'intel_iommu=on,sm_on']],
    ['intel_iommu', 'off cmdline iommu=off', [{ ...X86, INTEL_IOMMU: 'y', INTEL_IOMMU_DEFAULT_ON: 'y' }, 'iommu=off']],
    ['iommu_translation', 'off cmdline iommu=soft,pt', [{ IOMMU_SUPPORT: 'y' }, 'iommu=soft,pt']],
    ['iommu_translation', 'auto cmdline iommu.passthrough=0', [{ IOMMU_SUPPORT: 'y', IOMMU_DEFAULT_PASSTHROUGH: 'y' }, 'iommu.passthrough=0']],
    ['iommu_strict', 'on cmdline iommu.strict=1', [{ IOMMU_SUPPORT: 'y' }, 'iommu.strict=1']],
    ['efi_disable_early_pci_dma', 'on cmdline efi=debug,disable_early_pci_dma', [{ EFI_STUB: 'y' }, 'efi=debug,disable_early_pci_dma']],
    ['mce', 'off cmdline mce=off', [{ ...X86, X86_MCE: 'y' }, 'mce=off']],
    ['no_debugfs', 'off config DEBUG_FS_ALLOW_NONE=n', [{ DEBUG_FS: 'y', DEBUG_FS_ALLOW_NONE: 'n', DEBUG_FS_DISALLOW_MOUNT: 'n' }]],
    ['no_debugfs', 'on config DEBUG_FS=n', [{}, 'debugfs=on']],
    ['module_sig_enforce', 'on cmdline module.sig_enforce', [{ MODULE_SIG: 'y' }, 'module.sig_enforce module.sig_enforce=0']],
    ['module_sig_enforce', 'off config MODULE_SIG_FORCE=n', [{ MODULE_SIG: 'y', MODULE_SIG_FORCE: 'n' }, 'module.sig_enforce=0']],
    ['rodata', 'off cmdline rodata=off', [{ STRICT_KERNEL_RWX: 'y' }, 'rodata=off']],
    ['rodata_full', 'on config RODATA_FULL_DEFAULT_ENABLED=y', [{ ...ARM, STRICT_KERNEL_RWX: 'y', RODATA_FULL_DEFAULT_ENABLED: 'y' }]],
    ['arm64_pauth', 'auto kernel', [{ ...ARM, ARM64_PTR_AUTH: 'y' }]],
    ['arm64_bti', 'off cmdline arm64.nobti', [{ ...ARM, ARM64_BTI: 'y' }, 'arm64.nobti']],
    ['arm64_mte', 'absent config ARM64_MTE=n', [ARM, 'arm64.nomte']],
  ])('%s: %s', (name, expected, kernel) => expect(decide(name, ...kernel)).toBe(expected));
});

describe('words that come through bootconfig', () => {
  it.each<Case>([
    ['mds', 'auto kernel', [X86, 'mds=off mitigations=off|quiet']],
    ['kaslr', 'on config RANDOMIZE_BASE=y', [{ ...X86, RANDOMIZE_BASE: 'y' }, 'nokaslr|']],
    ['init_on_alloc', 'off kernel', [{}, 'init_on_alloc=1|']],
    ['slab_nomerge', 'on cmdline slab_nomerge', [{ SLAB_MERGE_DEFAULT: 'y' }, 'slab_nomerge|']],
    ['module_sig_enforce', 'on cmdline module.sig_enforce', [{ MODULE_SIG: 'y' }, 'module.sig_enforce|']],
    ['intel_iommu', 'auto cmdline intel_iommu=on', [{ ...X86, INTEL_IOMMU: 'y' }, 'iommu=off intel_iommu=on|']],
    ['intel_iommu', 'off kernel', [{ ...X86, INTEL_IOMMU: 'y' }, 'iommu=off|']],
  ])('%s: %s', (name, expected, kernel) => expect(decide(name, ...kernel)).toBe(expected));
});

describe('the table', () => {
  const SET = { X86_64: 'y', ARM64: 'y', CPU_MITIGATIONS: 'y' };
  const built = (name: string) => {
    const { builtBy = [], options = [], needlessWithout } = mitigations.find((each) => each.name === name)!;
    const parts = [...builtBy, ...(needlessWithout === undefined ? [] : [needlessWithout]), ...options.map(([option]) => option)];
    return { ...SET, ...Object.fromEntries(parts.map((option) => [option, 'y'])) };
  };

  it('names each once, and where it is from', () => {
    expect(new Set(mitigations.map(({ name }) => name)).size).toBe(mitigations.length);
    expect(mitigations.filter(({ source }) => !/\.(?:rst|txt)/.test(source))).toEqual([]);
  });

  // What a row says of words or options that no kernel takes, such as a slip in their names, cannot turn anything.
  it.each(mitigations.map(({ name, words }) => [name, Object.keys(words)] as const))('%s: each word changes it', (name, words) => {
    const values = ['', '=on', '=off', '=0', '=1', '=none', '=pt', '=strict', '=fullflush', '=force-off', '=disable_early_pci_dma', '=-'];
    for (const word of words) {
      const results = values.map((value) => decide(name, built(name), `${word}${value}`)).filter((each) => each.includes(` cmdline ${word}`));
      expect(results, word).not.toEqual([]);
    }
  });

  it.each(mitigations.map(({ name }) => [name]))('%s: what is not known leaves it open', (name) => {
    expect(decide(name, UNKNOWN)).toBe('? x');
    expect(decide(name, built(name), UNKNOWN)).toBe('? x');
  });
});
