const BANKED = ['EFI', 'BOOT', 'ROOT', 'HASH', 'RESERVED'] as const;

export type PartitionKey = `${(typeof BANKED)[number]}-${'A' | 'B'}` | 'BIOS' | 'PRIVATE' | 'DATA-A' | 'DATA-B';

/** GPT type GUIDs (anatomy 2.2); bank B's EFI placeholder has a type of its own. */
export const partitionTypes = {
  BIOS: '21686148-6449-6E6F-744E-656564454649',
  'EFI-A': 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B',
  'EFI-B': 'B39CE39C-0A00-B4AB-2D11-F18F8237A21C',
  /** What BOOT-A was while it held a UKI for systemd-boot: the extended boot loader partition. */
  XBOOTLDR: 'BC13C2FF-59E6-4262-A352-B275FD6F7172',
  BOOT: '6B636168-7420-6568-2070-6C616E657421',
  ROOT: '5526016A-1A97-4EA4-B39A-B7C8C6CA4502',
  HASH: '598F10AF-C955-4456-6A99-7720068A6CEA',
  RESERVED: '0C5D99A5-D331-4147-BAEF-08E2B855BDC9',
  PRIVATE: '440408BB-EB0B-4328-A6E5-A29038FAD706',
  DATA: '626F7474-6C65-6474-6861-726D61726B73',
} as const;

/** The two partition GUIDs that are the same in every build (anatomy 2.3). */
export const dataGuids = {
  preferred: '5B94E8DF-28B8-485C-9D19-362263B5944C',
  fallback: '69040874-417D-4E26-A764-7885F22007EA',
} as const;
