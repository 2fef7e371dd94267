/** The A/B selection in a GPT entry's attributes (Bottlerocket's signpost, GRUB's gptprio module). */
export interface AttributeBits {
  /** Bits 48 to 51. */
  readonly priority: number;
  /** Bits 52 to 55. */
  readonly triesLeft: number;
  /** Bit 56. */
  readonly successful: boolean;
  /** Bit 57; meaningful on PRIVATE. */
  readonly bootedOnce: boolean;
}

export function decodeAttributeBits(attributes: bigint): AttributeBits {
  return {
    priority: Number((attributes >> 48n) & 0xfn),
    triesLeft: Number((attributes >> 52n) & 0xfn),
    successful: ((attributes >> 56n) & 1n) === 1n,
    bootedOnce: ((attributes >> 57n) & 1n) === 1n,
  };
}
