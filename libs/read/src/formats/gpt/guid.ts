/** A GUID as text, lower case. The first three groups are little-endian on disk (UEFI 2.10, appendix A). */
export function decodeGuid(bytes: Uint8Array): string {
  const hex = (order: readonly number[]) => order.map((index) => bytes[index]!.toString(16).padStart(2, '0')).join('');
  return [hex([3, 2, 1, 0]), hex([5, 4]), hex([7, 6]), hex([8, 9]), hex([10, 11, 12, 13, 14, 15])].join('-');
}

export const ZERO_GUID = '00000000-0000-0000-0000-000000000000';
