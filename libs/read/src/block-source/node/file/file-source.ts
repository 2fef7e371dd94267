import { closeSync, fstatSync, openSync, readSync, readvSync } from 'node:fs';
import { FormatError } from '../../../bytes/index.ts';
import { type BlockSource, checkRange, type SourceDescription } from '../../block-source.ts';

/**
 * A regular file, or `length` bytes of it from `offset`.
 * Throws the operating system's error (with its `code`) when the file cannot be opened or read.
 */
export function openFileSource(path: string, offset = 0, length?: number): BlockSource {
  const descriptor = openSync(path, 'r');
  const size = length ?? fstatSync(descriptor).size - offset;
  const source: BlockSource = {
    length: size,
    origin: offset,
    readInto(target, at) {
      checkRange(source, at, target.length);
      readWhole(descriptor, target, offset + at);
    },
    readVector(targets, at) {
      const wanted = targets.reduce((sum, target) => sum + target.length, 0);
      checkRange(source, at, wanted);
      const got = readvSync(descriptor, targets as Uint8Array[], offset + at);
      if (got !== wanted) readOneByOne(descriptor, targets, offset + at);
    },
    describe: (): SourceDescription => ({ kind: 'file', path, offset, length: size }),
    close: () => closeSync(descriptor),
  };
  return source;
}

function readOneByOne(descriptor: number, targets: readonly Uint8Array[], position: number): void {
  let at = position;
  for (const target of targets) {
    readWhole(descriptor, target, at);
    at += target.length;
  }
}

function readWhole(descriptor: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length; ) {
    const got = readSync(descriptor, target, done, target.length - done, position + done);
    if (got === 0) throw new FormatError({ structure: 'image file', offset: position + done, message: 'the file ended while it was read' });
    done += got;
  }
}
