import type { ByteView } from '../bytes/index.ts';

const MAX_BYTES = 9;

/** A multibyte integer (.xz file format 1.2): seven bits in each byte, the lowest first. Beyond 2^53 - 1 nothing that fits a file can be. */
export function decodeVli(view: ByteView, at: number, field: string): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < MAX_BYTES; index++) {
    const byte = view.u8(at + index);
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    if ((byte === 0 && index > 0) || value > Number.MAX_SAFE_INTEGER) break;
    return { value, end: at + index + 1 };
  }
  throw view.error(field, at, undefined, 'an integer in its shortest form, below 2^53');
}
