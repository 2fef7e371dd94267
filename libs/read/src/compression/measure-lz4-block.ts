import { FormatError } from '../bytes/index.ts';

/**
 * The length that an LZ4 block inflates to, from its sequences alone: several times faster than to inflate it.
 * Throws a FormatError when the sequences do not end with the block. Match offsets are not looked at.
 */
export function measureLz4Block(input: Uint8Array, origin: number): number {
  const end = input.length;
  let from = 0;
  let size = 0;
  while (from < end) {
    const token = input[from++]!;
    let length = token >>> 4;
    if (length === 15) {
      for (let more = 255; more === 255; length += more) {
        if (from >= end) throw damaged(origin + from);
        more = input[from++]!;
      }
    }
    from += length;
    size += length;
    if (from === end) return size;
    from += 2;
    length = (token & 15) + 4;
    if (length === 19) {
      for (let more = 255; more === 255; length += more) {
        if (from >= end) throw damaged(origin + end);
        more = input[from++]!;
      }
    }
    size += length;
  }
  throw damaged(origin + end);
}

function damaged(offset: number): FormatError {
  return new FormatError({ structure: 'LZ4 block', offset, message: 'its sequences do not end where the block does' });
}
