import type { BlockSource } from '../../block-source/index.ts';

const CHUNK = 1024 * 1024;

/** Offsets of each needle (latin1) in the source, ascending, found with one chunk in memory. */
export function findMarks(source: BlockSource, needles: readonly string[], visit: (needle: string, offset: number) => void): void {
  const overlap = Math.max(...needles.map((needle) => needle.length)) - 1;
  const buffer = Buffer.alloc(Math.min(CHUNK + overlap, source.length));
  for (let start = 0; start < source.length; start += CHUNK) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, source.length - start));
    source.readInto(chunk, start);
    for (const needle of needles) {
      for (let at = chunk.indexOf(needle, 0, 'latin1'); at >= 0; at = chunk.indexOf(needle, at + 1, 'latin1')) {
        if (at < CHUNK) visit(needle, start + at);
      }
    }
  }
}
