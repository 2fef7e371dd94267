import { constants, crc32 } from 'node:zlib';
import { FormatError, ReadError } from '../../bytes/index.ts';
import { GZIP_TRAILER_LENGTH } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { dataStart, FileInflater } from './file-inflater.ts';
import { type GzipIndex, gzipPoint } from './gzip-index.ts';
import { findGzipData, GZIP_MEMBER } from './gzip-members.ts';
import { NEAR_POINTS, type PiecewiseLimits, piecewiseSource } from './piecewise-source.ts';
import { CHECKED_LENGTH } from './running-checksum.ts';

/** The disk inside a gzip file, in place. Closing it leaves `file` open. */
export function gzipSource(file: BlockSource, index: GzipIndex, limits: PiecewiseLimits = NEAR_POINTS): BlockSource {
  return piecewiseSource(
    {
      structure: GZIP_MEMBER,
      starts: index.starts,
      inflate: (span) => inflateGzipSpan(file, index, span),
      describe: () => ({ kind: 'gzip', file: file.describe(), index, offset: 0, length: index.length }),
    },
    limits,
  );
}

/**
 * What lies between the points `span` and `span + 1`, in pieces of up to 128 KiB. Each is compared with the CRC32 of the first pass before it is yielded; where it is not the same, or damage is
 * found, the file is another one by now: a FormatError.
 */
export function* inflateGzipSpan(file: BlockSource, index: GzipIndex, span: number): Generator<Uint8Array, void, undefined> {
  const end = index.starts[span + 1]!;
  const target = new Uint8Array(CHECKED_LENGTH);
  const inflater = new FileInflater(file, GZIP_MEMBER);
  try {
    const point = gzipPoint(index, span);
    let cause = findFault(() => inflater.start(point));
    let checksum = index.startChecksums[span]!;
    for (let start = index.starts[span]!, next: number; start < end; start = next) {
      const mark = Math.floor(start / CHECKED_LENGTH);
      next = Math.min(end, (mark + 1) * CHECKED_LENGTH);
      const piece = target.subarray(0, next - start);
      cause ??= findFault(() => fill(file, inflater, piece));
      checksum = crc32(piece, checksum);
      const expected = next === end ? index.startChecksums[span + 1]! : index.checksums[mark]!;
      if (cause !== undefined || checksum !== expected) throw changed(file.origin + point.position, start, next, cause);
      yield piece;
    }
  } finally {
    inflater.close();
    // A span is inflated often: the garbage collector would let tens of MiB gather.
    target.buffer.transfer(0);
  }
}

/** Across members. */
function fill(file: BlockSource, inflater: FileInflater, target: Uint8Array): void {
  for (let done = 0; done < target.length; ) {
    const { length, at } = inflater.step(constants.Z_SYNC_FLUSH, target.subarray(done));
    done += length;
    if (at === 'end') inflater.start(dataStart(findGzipData(file, inflater.position + GZIP_TRAILER_LENGTH)));
  }
}

function findFault(work: () => void): ReadError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ReadError) return error;
    throw error;
  }
}

function changed(offset: number, start: number, end: number, cause: ReadError | undefined): FormatError {
  const message = `bytes ${start} to ${end} of the disk are not what they were when the file was opened${cause === undefined ? '' : ` (${cause.message})`}`;
  return new FormatError({ structure: GZIP_MEMBER, offset, message, cause });
}
