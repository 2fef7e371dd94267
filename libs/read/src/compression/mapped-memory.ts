/** glibc maps a piece of more than 32 MiB on its own, and gives it back to the system when it is freed (mallopt(3), M_MMAP_THRESHOLD); smaller ones may stay with the process. */
const MAPPED = 33 * 1024 * 1024;
/** What would stay of smaller ones is little. */
const SMALL = 1024 * 1024;

/** At least `length` bytes of zeros. What is not written to costs nothing. */
export function takeMemory(length: number): ArrayBuffer {
  return new ArrayBuffer(toMapped(length));
}

function toMapped(length: number): number {
  return length < SMALL ? length : Math.max(length, MAPPED);
}

/** The same, for several threads. To free pieces between 1 and 32 MiB would let glibc keep the next ones. */
export function takeSharedMemory(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(toMapped(length));
}

/** Frees it at once: the garbage collector would let the memory of some decoders gather. Nobody may use `memory` any more. */
export function giveMemoryBack(memory: ArrayBuffer): void {
  memory.transfer(0);
}
