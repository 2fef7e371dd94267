import { createHash } from 'node:crypto';

/** What the identifiers of a 2026 build follow from. */
export interface BuildIdentity {
  /** BUILD_ID_TIMESTAMP: seconds since 1970. */
  readonly timestamp: number;
  readonly variant: string;
  readonly arch: string;
}

/** The version-4-shaped UUID that twoliter derives for `target`, as in `gpt-part-root-a` or `boot-ext4` (anatomy-2026 section 1). */
export function derivedUuid(build: BuildIdentity, target: string): string {
  const hex = derivedHex(build, target);
  const nibble = Number.parseInt(hex[16]!, 16);
  const variant = (nibble < 8 ? 8 : (nibble & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** The FAT volume id derived for `target`: 8 hex digits. */
export function derivedFatId(build: BuildIdentity, target: string): string {
  return derivedHex(build, target).slice(0, 8);
}

function derivedHex({ timestamp, variant, arch }: BuildIdentity, target: string): string {
  return createHash('sha256').update(`${timestamp}|${variant}|${arch}|${target}`).digest('hex');
}
