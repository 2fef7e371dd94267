import { ByteView, FormatError } from '../../bytes/index.ts';
import type { ViewReader } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';

/** More than this in one disk is a LimitError. */
export const INFLATED_LIMIT = 64 * 2 ** 30;

/** `length` bytes at `position` of a container, in a view that names `structure`; with `orLess` what is left of the file is enough. */
export function viewContainer(file: BlockSource, structure: string, position: number, length: number, orLess = false): ByteView {
  const available = orLess ? Math.min(length, file.length - position) : length;
  if (available >= 0 && position + available <= file.length) return new ByteView(readBytes(file, position, available), structure, file.origin + position);
  throw new FormatError({
    structure,
    offset: file.origin + position,
    message: `${length} bytes wanted, but the file ends at byte ${file.origin + file.length}`,
  });
}

/** Reads at least `ahead` bytes at once, for structures that lie near one another. */
export function readAhead(file: BlockSource, structure: string, ahead: number): ViewReader {
  let view = new ByteView(new Uint8Array(0), structure, file.origin);
  return (position, length, orLess = false) => {
    const start = view.offset - file.origin;
    if (position < start || position + length > start + view.length) view = viewContainer(file, structure, position, Math.max(ahead, length), true);
    const at = position + file.origin - view.offset;
    if (at + length <= view.length || orLess) return view.view(at, Math.min(length, view.length - at));
    return viewContainer(file, structure, position, length);
  };
}
