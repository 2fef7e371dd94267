import { ByteView, FormatError } from '../../../bytes/index.ts';
import { inflateDeflateInto, inflateZstdInto, type ViewReader, walkZstdFrame } from '../../../compression/index.ts';
import type { Qcow2Header } from './qcow2-header.ts';

const STRUCTURE = 'qcow2 compressed cluster';

/** Fills `target`, a whole cluster, from one stream at the start of `stored`, behind which other data may follow. `origin` is where it begins in the file. */
export function inflateQcow2Cluster(stored: Uint8Array, target: Uint8Array, compression: Qcow2Header['compression'], origin: number): void {
  const options = { origin, limit: target.length, structure: STRUCTURE };
  const { length } = compression === 'zstd' ? inflateZstdInto(firstFrame(stored, origin), target, options) : inflateDeflateInto(stored, target, options);
  if (length !== target.length) {
    throw new FormatError({ structure: STRUCTURE, field: 'inflated length', offset: origin, found: length, expected: target.length });
  }
}

/** The next cluster's frame may begin in the same sector. */
function firstFrame(stored: Uint8Array, origin: number): Uint8Array {
  const view = new ByteView(stored, STRUCTURE, origin);
  const read: ViewReader = (position, length, orLess) => view.view(position, orLess ? Math.min(length, view.length - position) : length);
  return view.slice(0, walkZstdFrame(read, 0).length);
}
