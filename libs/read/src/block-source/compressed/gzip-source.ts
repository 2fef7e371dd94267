import { constants, crc32 } from 'node:zlib';
import { FormatError } from '../../bytes/index.ts';
import type { BlockSource } from '../block-source.ts';
import { dataStart, FileInflater } from './file-inflater.ts';
import { type GzipIndex, gzipPoint } from './gzip-index.ts';
import { findGzipData, GZIP_MEMBER } from './gzip-members.ts';
import { piecewiseSource } from './piecewise-source.ts';
import { CHECKED_LENGTH } from './running-checksum.ts';

const TRAILER_LENGTH = 8;

/** The disk inside a gzip file, in place. Closing it leaves `file` open. */
export function gzipSource(file: BlockSource, index: GzipIndex, keptLimit?: number): BlockSource {
  return piecewiseSource(
    {
      structure: GZIP_MEMBER,
      starts: index.starts,
      inflate: (span) => inflateGzipSpan(file, index, span),
      describe: () => ({ kind: 'gzip', file: file.describe(), index, offset: 0, length: index.length }),
    },
    keptLimit,
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
    inflater.start(gzipPoint(index, span));
    let checksum = index.startChecksums[span]!;
    for (let start = index.starts[span]!, next: number; start < end; start = next) {
      const mark = Math.floor(start / CHECKED_LENGTH);
      next = Math.min(end, (mark + 1) * CHECKED_LENGTH);
      const piece = target.subarray(0, next - start);
      fill(file, inflater, piece);
      checksum = crc32(piece, checksum);
      const expected = next === end ? index.startChecksums[span + 1]! : index.checksums[mark]!;
      if (checksum !== expected) throw changed(file, index, span, `bytes ${start} to ${next} of the disk are not what they were`);
      yield piece;
    }
  } finally {
    inflater.close();
  }
}

/** Across members. */
function fill(file: BlockSource, inflater: FileInflater, target: Uint8Array): void {
  for (let done = 0; done < target.length; ) {
    const { length, at } = inflater.step(constants.Z_SYNC_FLUSH, target.subarray(done));
    done += length;
    if (at === 'end') inflater.start(dataStart(findGzipData(file, inflater.position + TRAILER_LENGTH)));
  }
}

function changed(file: BlockSource, index: GzipIndex, span: number, message: string): FormatError {
  return new FormatError({
    structure: GZIP_MEMBER,
    offset: file.origin + index.positions[span]!,
    message: `${message}: the file has changed since it was opened`,
  });
}
