/**
 * Copies what node:zlib made into `target` and gives its memory back at once. Left to the garbage collector it would wait: V8 lets 64 MiB
 * of such memory gather in each thread. `bytes` must not be used afterwards.
 */
export function moveInflated(bytes: Uint8Array, target: Uint8Array): void {
  target.set(bytes);
  const { buffer } = bytes;
  // A buffer shorter than half of the pool lies in the pool with others.
  if (buffer instanceof ArrayBuffer && buffer.byteLength < 2 * bytes.length) buffer.transfer(0);
}
