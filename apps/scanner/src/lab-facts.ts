/** What a lab image is, written down from the recipe that makes it and from the facts about the release that it imitates. */
export interface LabFacts {
  readonly era: string;
  readonly filesystem: string;
  readonly cmdline: { readonly source: string; readonly partition: string; readonly path: string; readonly bootconfig: string };
  readonly kernel: { readonly format: string; readonly architecture: string; readonly insideUki: boolean };
  readonly variant: string;
  readonly guids: string | undefined;
  /** BOOT has a copy of the configuration, the kernel another. */
  readonly configs: readonly string[];
  readonly policyVersions: readonly number[];
  /** Of the policy that init loads. */
  readonly policy: { readonly version: number; readonly handleUnknown: string; readonly types: number; readonly permissive: number };
  /** Partitions whose labels are compared, and how many are wrong. */
  readonly labels: { readonly partitions: readonly string[]; readonly wrong: number };
  readonly sboms: number;
}

const GRUB_CMDLINE = { source: 'grub.cfg', partition: 'BOOT', path: '/grub/grub.cfg', bootconfig: 'applied' };
/** 13 subjects, forbidden_t included, 8 immutable and 19 mutable objects. */
const POLICY = { version: 32, handleUnknown: 'deny', types: 40, permissive: 0 };
const X86 = { format: 'bzImage', architecture: 'x86_64', insideUki: false };

const CLASSIC: LabFacts = {
  era: 'grub-two-banks',
  filesystem: 'ext4',
  cmdline: GRUB_CMDLINE,
  kernel: X86,
  variant: 'aws-k8s-1.30',
  guids: undefined,
  configs: ['IKCONFIG', 'BOOT'],
  policyVersions: [31],
  policy: { ...POLICY, version: 31, types: 34 },
  labels: { partitions: ['ROOT', 'BOOT'], wrong: 0 },
  sboms: 0,
};
const GRUB_2026: LabFacts = {
  ...CLASSIC,
  filesystem: 'erofs',
  variant: 'aws-k8s-1.36',
  guids: 'derived',
  policyVersions: [32],
  policy: POLICY,
  sboms: 2,
};
const UKI: LabFacts = {
  ...GRUB_2026,
  era: 'uki-direct',
  cmdline: { source: 'uki', partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', bootconfig: 'none' },
  kernel: { ...X86, insideUki: true },
  variant: 'aws-mantle-1',
  configs: ['IKCONFIG'],
  // There is no BOOT, or it is FAT.
  labels: { partitions: ['ROOT'], wrong: 0 },
};

export const labFacts: Readonly<Record<string, LabFacts>> = {
  demo: CLASSIC,
  'k8s-1.26': CLASSIC,
  'one-bank': { ...CLASSIC, era: 'grub-one-bank' },
  unified: CLASSIC,
  'unified-xfs': CLASSIC,
  metal: { ...CLASSIC, variant: 'metal-k8s-1.29' },
  vmware: { ...CLASSIC, variant: 'vmware-k8s-1.30' },
  large: CLASSIC,
  'k8s-2026': GRUB_2026,
  'large-erofs': GRUB_2026,
  'fips-2026': { ...GRUB_2026, variant: 'aws-k8s-1.37-fips' },
  'nvidia-2026': { ...GRUB_2026, variant: 'aws-k8s-1.37-nvidia' },
  'k8s-2026-arm': { ...GRUB_2026, kernel: { format: 'efi-zboot', architecture: 'aarch64', insideUki: false } },
  'uki-2026': UKI,
  'uki-fips-2026': { ...UKI, variant: 'aws-mantle-1-fips' },
  'uki-boot-2026': {
    ...UKI,
    era: 'uki-systemd-boot',
    cmdline: { source: 'uki', partition: 'BOOT', path: '/EFI/Linux/bottlerocket.efi', bootconfig: 'none' },
    // Identifiers of that time were random.
    guids: 'other',
  },
};
