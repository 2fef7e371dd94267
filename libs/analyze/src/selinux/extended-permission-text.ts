import { type ExtendedPermissions, extendedKinds } from '@staticfire/read/formats/selinux-policy';
import { numberRanges } from './number-ranges.ts';

const VALUES_PER_DRIVER = 256;

/** `ioctl 0x8910-0x8926`, `ioctl { 0x8910 0x8915 }`: hexadecimal, both ends inclusive. */
export function extendedPermissionText({ kind, driver, bitmap }: ExtendedPermissions): string {
  const bits = bitsOf(bitmap);
  const isDriver = kind === extendedKinds.ioctlDriver;
  const ranges = numberRanges(bits).map(([first, last]): [number, number] =>
    isDriver
      ? [first * VALUES_PER_DRIVER, last * VALUES_PER_DRIVER + VALUES_PER_DRIVER - 1]
      : [driver * VALUES_PER_DRIVER + first, driver * VALUES_PER_DRIVER + last],
  );
  const texts = ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`));
  const name = kind === extendedKinds.netlinkMessage ? 'nlmsg' : 'ioctl';
  return texts.length === 1 ? `${name} ${texts[0]}` : `${name} { ${texts.join(' ')} }`;
}

function* bitsOf(bitmap: Uint8Array): Generator<number> {
  for (let bit = 0; bit < 8 * bitmap.length; bit++) if (((bitmap[bit >> 3]! >> (bit & 7)) & 1) === 1) yield bit;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
