/** Memory that a decoder of this thread gave back, for the next one; no more than one piece of it is kept. */
let spare: ArrayBuffer | undefined;
/** A piece that is more than this many times what is wanted stays where it is. */
const WASTE = 2;
/** A larger piece is not kept: the dictionaries of `xz -9` would stay in every thread. */
const KEPT_LIMIT = 16 * 1024 * 1024;

/** At least `length` bytes, which hold anything. */
export function takeMemory(length: number): ArrayBuffer {
  const found = spare;
  if (found === undefined || found.byteLength < length || found.byteLength > length * WASTE) return new ArrayBuffer(length);
  spare = undefined;
  return found;
}

/** Nobody may use `memory` any more: it is kept, or freed at once, for the garbage collector would let that of some decoders gather. */
export function giveMemoryBack(memory: ArrayBuffer): void {
  if (memory.byteLength > KEPT_LIMIT) {
    memory.transfer(0);
    return;
  }
  spare?.transfer(0);
  spare = memory;
}
