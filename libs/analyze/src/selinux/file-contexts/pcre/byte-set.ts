/** A set of bytes: bit n stands for byte n. */
export type ByteSet = bigint;

const SINGLES: readonly ByteSet[] = Array.from({ length: 256 }, (_, byte) => 1n << BigInt(byte));

export const allBytes: ByteSet = (1n << 256n) - 1n;

export function singleByte(byte: number): ByteSet {
  return SINGLES[byte]!;
}

/** Both ends belong to it. */
export function byteRange(first: number, last: number): ByteSet {
  return (1n << BigInt(last + 1)) - (1n << BigInt(first));
}

/** The bytes of some characters and, of pairs, all between them: `bytesOf('_', 'az', 'AZ')`. */
export function bytesOf(...ranges: readonly string[]): ByteSet {
  return ranges.reduce((set, range) => set | byteRange(range.charCodeAt(0), range.charCodeAt(range.length - 1)), 0n);
}

export function complement(set: ByteSet): ByteSet {
  return allBytes ^ set;
}

/** The only byte of the set; undefined when it has none or several. */
export function onlyByte(set: ByteSet): number | undefined {
  if (set === 0n || (set & (set - 1n)) !== 0n) return undefined;
  return SINGLES.indexOf(set);
}

/** Ascending runs of bytes, both ends included. */
export function runsOf(set: ByteSet): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const [byte, single] of SINGLES.entries()) {
    if ((set & single) === 0n) continue;
    const last = runs.at(-1);
    if (last?.[1] === byte - 1) last[1] = byte;
    else runs.push([byte, byte]);
  }
  return runs;
}
