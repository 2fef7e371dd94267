import { type BlockSource, readBytes } from '@staticfire/read/block-source';

const PIECE = 1024 * 1024;

/** A whole source from its start, one MiB at a time. */
export function* piecesOf(source: BlockSource): Iterable<Uint8Array> {
  for (let at = 0; at < source.length; at += PIECE) yield readBytes(source, at, Math.min(PIECE, source.length - at));
}
