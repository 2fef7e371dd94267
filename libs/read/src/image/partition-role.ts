import type { GptEntry } from '../formats/gpt/index.ts';

export type Role = 'BIOS-BOOT' | 'EFI' | 'BOOT' | 'ROOT' | 'HASH' | 'RESERVED' | 'PRIVATE' | 'DATA' | 'UNKNOWN';
export type Bank = 'A' | 'B';

/** The type of a BOOT partition that GRUB reads. */
export const GRUB_BOOT = '6b636168-7420-6568-2070-6c616e657421';
/** The type of a BOOT partition that systemd-boot reads, not GRUB. */
export const XBOOTLDR = 'bc13c2ff-59e6-4262-a352-b275fd6f7172';

/** Type GUIDs of twoliter's partyplanner. EFI-BACKUP is bank B's placeholder for the ESP. */
const ROLES: Readonly<Record<string, { readonly role: Role; readonly bank?: Bank | 'by order' }>> = {
  '21686148-6449-6e6f-744e-656564454649': { role: 'BIOS-BOOT' },
  'c12a7328-f81f-11d2-ba4b-00a0c93ec93b': { role: 'EFI', bank: 'A' },
  'b39ce39c-0a00-b4ab-2d11-f18f8237a21c': { role: 'EFI', bank: 'B' },
  [GRUB_BOOT]: { role: 'BOOT', bank: 'by order' },
  // XBOOTLDR (UAPI Boot Loader Specification): BOOT-A as a FAT volume, in UKI images of the systemd-boot era.
  [XBOOTLDR]: { role: 'BOOT', bank: 'by order' },
  '5526016a-1a97-4ea4-b39a-b7c8c6ca4502': { role: 'ROOT', bank: 'by order' },
  '598f10af-c955-4456-6a99-7720068a6cea': { role: 'HASH', bank: 'by order' },
  '0c5d99a5-d331-4147-baef-08e2b855bdc9': { role: 'RESERVED', bank: 'by order' },
  '440408bb-eb0b-4328-a6e5-a29038fad706': { role: 'PRIVATE' },
  '626f7474-6c65-6474-6861-726d61726b73': { role: 'DATA' },
};

export interface AssignedRole {
  readonly role: Role;
  readonly bank?: Bank;
}

/** As signpost finds its way: the first entry of a type is bank A's, the second bank B's, further ones no bank's. */
export function assignRoles(entries: readonly GptEntry[]): ReadonlyMap<GptEntry, AssignedRole> {
  const seen = new Map<string, number>();
  return new Map(
    entries.map((entry) => {
      const known = ROLES[entry.typeGuid] ?? { role: 'UNKNOWN' };
      const nth = seen.get(entry.typeGuid) ?? 0;
      seen.set(entry.typeGuid, nth + 1);
      const bank = known.bank === 'by order' ? (['A', 'B'] as const)[nth] : known.bank;
      return [entry, bank === undefined ? { role: known.role } : { role: known.role, bank }];
    }),
  );
}
