import { FormatError, LimitError } from '../../bytes/index.ts';
import { readZstdHeader, type ViewReader, walkZstdFrame, type ZstdFrame } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { INFLATED_LIMIT, readAhead } from './container-view.ts';
import { readSeekTable, type SeekTableFrame } from './zstd-seek-table.ts';

const STRUCTURE = 'zstd frame';
const FRAMES_LIMIT = 2 ** 18;
/** Headers lie near one another where a disk is empty. */
const READ_AHEAD = 4096;
/** A larger frame takes longer to inflate again than one pass takes. */
const FRAME_LIMIT = 32 * 1024 * 1024;

/** Where each frame of a zstd file lies and what it inflates to. In shared memory: to post it to a worker costs nothing. */
export interface ZstdIndex {
  /** Of the inflated disk. */
  readonly length: number;
  /** Where each frame begins in the disk, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** Where each frame begins in the file. */
  readonly positions: Float64Array;
  /** Compressed lengths. */
  readonly sizes: Float64Array;
  /** 1 for each frame that some thread inflated to its end, and that has the length and the checksum that it tells. */
  readonly verified: Uint8Array;
  /** The largest of the frames. */
  readonly windowSize: number;
}

/** A frame and where it begins in the file. */
export interface PlacedFrame extends SeekTableFrame, Pick<ZstdFrame, 'windowSize'> {
  readonly position: number;
}

/**
 * The frames of a zstd file by its seek table, or, without one, by a walk over their block headers; nothing is inflated. What the table says of a frame has to be what its header
 * says, else a FormatError. Undefined where there is nothing to gain: one frame alone, one of more than 32 MiB, or one that does not tell how long its content is.
 */
export function indexZstdFrames(file: BlockSource): ZstdIndex | undefined {
  const read = readAhead(file, STRUCTURE, READ_AHEAD);
  const placed = placeFrames(file, read);
  const length = placed.reduce((sum, { contentSize }) => sum + (contentSize ?? 0), 0);
  if (length > INFLATED_LIMIT) throw tooLarge(file.origin, `a disk of more than ${INFLATED_LIMIT} bytes`);
  const frames = placed.filter(({ contentSize }) => contentSize !== 0);
  return frames.length > 1 && frames.every(isGoodInPlace) ? buildIndex(frames, length) : undefined;
}

/** Of frames that were all inflated and verified; their content sizes are what they inflated to. */
export function indexOfInflatedFrames(inflated: readonly PlacedFrame[]): ZstdIndex {
  const frames = inflated.filter(({ contentSize }) => contentSize !== 0);
  const index = buildIndex(
    frames,
    frames.reduce((sum, { contentSize }) => sum + contentSize!, 0),
  );
  index.verified.fill(1);
  return index;
}

/** What encoders make of content that does not compress is hardly longer. */
function isGoodInPlace({ contentSize, length }: PlacedFrame): boolean {
  return contentSize !== undefined && contentSize <= FRAME_LIMIT && length <= contentSize + contentSize / 64 + 4096;
}

function placeFrames(file: BlockSource, read: ViewReader): readonly PlacedFrame[] {
  const table = readSeekTable(file, FRAMES_LIMIT);
  const frames: PlacedFrame[] = [];
  let position = 0;
  const end = table === undefined ? file.length : table.start;
  while (position < end) {
    if (frames.length === FRAMES_LIMIT) throw tooLarge(file.origin + position, `more than ${FRAMES_LIMIT} frames`);
    const { length, contentSize, windowSize } =
      table === undefined ? walkZstdFrame(read, position) : checkedFrame(read, position, table.frames[frames.length]!);
    frames.push({ position, length, contentSize, windowSize });
    position += length;
  }
  return frames;
}

function checkedFrame(read: ViewReader, position: number, frame: SeekTableFrame): Omit<PlacedFrame, 'position'> {
  const { contentSize, windowSize, skippable, offset } = readZstdHeader(read, position);
  const isWrong = skippable ? frame.contentSize !== 0 : contentSize === undefined ? frame.contentSize === 0 : contentSize !== frame.contentSize;
  if (!isWrong) return { ...frame, windowSize };
  const found = contentSize ?? 'none in the header';
  throw new FormatError({ structure: 'zstd seek table', field: 'decompressed size of the frame', offset, found: frame.contentSize!, expected: String(found) });
}

function buildIndex(frames: readonly PlacedFrame[], length: number): ZstdIndex {
  const floats = (count: number) => new Float64Array(new SharedArrayBuffer(count * 8));
  const [starts, positions, sizes] = [floats(frames.length + 1), floats(frames.length), floats(frames.length)];
  for (const [number, frame] of frames.entries()) {
    starts[number + 1] = starts[number]! + frame.contentSize!;
    positions[number] = frame.position;
    sizes[number] = frame.length;
  }
  const windowSize = frames.reduce((largest, frame) => Math.max(largest, frame.windowSize), 0);
  return { length, starts, positions, sizes, verified: new Uint8Array(new SharedArrayBuffer(frames.length)), windowSize };
}

function tooLarge(offset: number, message: string): LimitError {
  return new LimitError({ structure: STRUCTURE, offset, message });
}
