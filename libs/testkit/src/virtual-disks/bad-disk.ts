import type { ReadErrorKind } from '@staticfire/read/bytes';

/** A virtual disk that is not to be read as it stands, and what qemu-img does with it. */
export interface BadDisk {
  readonly name: string;
  readonly file: Buffer;
  readonly kind: ReadErrorKind;
  readonly message: RegExp;
  /** Whether `qemu-img convert` reads it all the same. */
  readonly qemuReads: boolean;
}

/** `length` bytes that do not repeat and do not compress; the same for the same seed. */
export function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}
