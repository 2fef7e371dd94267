import { type BlockSource, checkRange, type SourceDescription } from './block-source.ts';

/** `length` bytes of `parent` from `offset`; reads never leave the slice. Closing a slice leaves the parent open. */
export function sliceSource(parent: BlockSource, offset: number, length: number): BlockSource {
  checkRange(parent, offset, length);
  const slice = { length, origin: parent.origin + offset };
  return {
    ...slice,
    readInto(target, at) {
      checkRange(slice, at, target.length);
      parent.readInto(target, offset + at);
    },
    readVector(targets, at) {
      checkRange(
        slice,
        at,
        targets.reduce((sum, target) => sum + target.length, 0),
      );
      parent.readVector(targets, offset + at);
    },
    describe: () => describeSlice(parent.describe(), offset, length),
    close() {},
  };
}

function describeSlice(parent: SourceDescription, offset: number, length: number): SourceDescription {
  if (parent.kind === 'memory') return { kind: 'memory', bytes: parent.bytes.subarray(offset, offset + length) };
  return { ...parent, offset: parent.offset + offset, length };
}
