import type { Verdict } from '@staticfire/findings';

type Verdicts = Readonly<Record<string, Verdict>>;

/** What stock images do not do, and benchmarks ask for (controls.md section 1): `FAIL on stock`. */
const STOCK: Verdicts = {
  'baseline:modules/udf': 'fail',
  'baseline:modules/sctp': 'fail',
  'baseline:sysctl/send-redirects': 'fail',
  'baseline:sysctl/accept-redirects': 'fail',
  'baseline:sysctl/secure-redirects': 'fail',
  'baseline:sysctl/log-martians': 'fail',
};
/** A GRUB image has no UKI; one of before 2026 has no derived identifiers and no bills of materials either. */
const GRUB: Verdicts = { ...STOCK, 'baseline:boot/uki-consistent': 'not-applicable' };
const CLASSIC: Verdicts = { ...GRUB, 'baseline:release/derived-guids': 'not-applicable', 'baseline:release/inventory-agrees': 'not-applicable' };
/** A UKI boots without a menu, and with keys that live for one boot PRIVATE has no boot configuration. */
const UKI: Verdicts = {
  ...STOCK,
  // One bank is never updated in place.
  'baseline:updates/source': 'not-applicable',
  'baseline:boot/single-entry': 'not-applicable',
  'baseline:boot/only-image-files': 'not-applicable',
  'baseline:boot/bootconfig-clean': 'not-applicable',
};

/** For each lab image, every rule of the pack `baseline` that does not pass on it. */
export const labVerdicts = {
  demo: CLASSIC,
  'k8s-1.26': CLASSIC,
  // Its modules are Debian's, its kernel is the lab's.
  large: { ...CLASSIC, 'baseline:kernel/one-release': 'fail' },
  'k8s-2026': GRUB,
  'fips-2026': GRUB,
  // Its drivers are not signed, so its default is none.
  'nvidia-2026': { ...GRUB, 'baseline:kernel/lockdown': 'fail' },
  'k8s-2026-arm': GRUB,
  'uki-2026': UKI,
  'uki-boot-2026': UKI,
  'uki-fips-2026': UKI,
  'large-erofs': { ...GRUB, 'baseline:kernel/one-release': 'fail' },
  'demo-2026': GRUB,
  'demo-uki': UKI,
} as const satisfies Readonly<Record<string, Verdicts>>;
