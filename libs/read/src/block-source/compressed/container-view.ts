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

/** As `readAhead`, for a stream that is read from its start to its end: a view is good until the next one is asked for, since all have the same memory. */
export function readForward(file: BlockSource, structure: string, ahead: number): ViewReader {
  let buffer = new Uint8Array(ahead);
  let [start, end] = [0, 0];
  const fill = (position: number, length: number) => {
    end = start;
    if (length > buffer.length) buffer = new Uint8Array(length);
    const count = Math.min(file.length - position, buffer.length);
    file.readInto(buffer.subarray(0, count), position);
    [start, end] = [position, position + count];
  };
  return (position, length, orLess = false) => {
    if (position > file.length || (!orLess && position + length > file.length)) return viewContainer(file, structure, position, length);
    if (position < start || position + length > end) fill(position, length);
    return new ByteView(buffer.subarray(position - start, Math.min(position + length, end) - start), structure, file.origin + position);
  };
}
