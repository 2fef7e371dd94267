import type { ByteView } from '../../bytes/index.ts';

/** A 32-bit number, most significant byte first. */
export function be32(view: ByteView, at: number): number {
  const [first, second, third, fourth] = view.slice(at, 4) as unknown as [number, number, number, number];
  return first * 2 ** 24 + (second << 16) + (third << 8) + fourth;
}

/** A 64-bit number, most significant byte first; one beyond 2^53 - 1 is a FormatError that names `field`. */
export function safeBe64(view: ByteView, at: number, field: string): number {
  const value = be32(view, at) * 2 ** 32 + be32(view, at + 4);
  if (value > Number.MAX_SAFE_INTEGER) throw view.error(field, at, value, 'at most 2^53 - 1');
  return value;
}
