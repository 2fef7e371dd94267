import { type BlockSource, checkRange } from './block-source.ts';

/** Bytes already in memory. */
export function memorySource(bytes: Uint8Array, origin = 0): BlockSource {
  const source: BlockSource = {
    length: bytes.length,
    origin,
    readInto(target, offset) {
      checkRange(source, offset, target.length);
      target.set(bytes.subarray(offset, offset + target.length));
    },
    readVector(targets, offset) {
      let at = offset;
      for (const target of targets) {
        source.readInto(target, at);
        at += target.length;
      }
    },
    describe: () => ({ kind: 'memory', bytes }),
    close() {},
  };
  return source;
}
