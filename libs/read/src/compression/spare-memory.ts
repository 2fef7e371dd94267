/** Memory that a decoder of this thread gave back, for the next one; no more than one piece of it is kept. */
let spare: ArrayBuffer | undefined;
/** A piece that is more than this many times what is wanted stays where it is. */
const WASTE = 2;

/** At least `length` bytes, which hold anything. */
export function takeMemory(length: number): ArrayBuffer {
  const found = spare;
  if (found === undefined || found.byteLength < length || found.byteLength > length * WASTE) return new ArrayBuffer(length);
  spare = undefined;
  return found;
}

/** Nobody may use `memory` any more: it is kept, or freed at once, for the garbage collector would let that of some decoders gather. */
export function giveMemoryBack(memory: ArrayBuffer): void {
  spare?.transfer(0);
  spare = memory;
}
