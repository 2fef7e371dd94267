import { inflateRawSync } from 'node:zlib';
import { ByteView, FormatError } from '../../../bytes/index.ts';
import { inflateZstd, moveInflated, toInflateError, type ViewReader, walkZstdFrame } from '../../../compression/index.ts';
import type { Qcow2Header } from './qcow2-header.ts';

const STRUCTURE = 'qcow2 compressed cluster';
/** A buffer that is filled to its end makes zlib allocate the next one. */
const SPARE = 64;

/** Fills `target`, a whole cluster, from one stream at the start of `stored`, behind which other data may follow. `origin` is where it begins in the file. */
export function inflateQcow2Cluster(stored: Uint8Array, target: Uint8Array, compression: Qcow2Header['compression'], origin: number): void {
  const bytes = compression === 'zstd' ? inflateFrame(stored, target.length, origin) : inflateDeflate(stored, target.length, origin);
  if (bytes.length !== target.length) {
    throw new FormatError({ structure: STRUCTURE, field: 'inflated length', offset: origin, found: bytes.length, expected: target.length });
  }
  moveInflated(bytes, target);
}

function inflateDeflate(stored: Uint8Array, limit: number, origin: number): Uint8Array {
  try {
    return inflateRawSync(stored, { maxOutputLength: limit, chunkSize: limit + SPARE });
  } catch (error) {
    throw toInflateError(error, STRUCTURE, origin, limit);
  }
}

/** The next cluster's frame may begin in the same sector: only the first is looked at. */
function inflateFrame(stored: Uint8Array, limit: number, origin: number): Uint8Array {
  const view = new ByteView(stored, STRUCTURE, origin);
  const read: ViewReader = (position, length, orLess) => view.view(position, orLess ? Math.min(length, view.length - position) : length);
  const frame = view.slice(0, walkZstdFrame(read, 0).length);
  return inflateZstd(frame, { origin, limit }).output;
}
