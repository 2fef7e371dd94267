import { LimitError } from '../../bytes/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { viewContainer } from './container-view.ts';

const STRUCTURE = 'zstd seek table';
const SKIPPABLE_MAGIC = 0x184d2a5e;
const SEEKABLE_MAGIC = 0x8f92eab1;
const HEADER_LENGTH = 8;
/** Frame count, descriptor, magic. */
const FOOTER_LENGTH = 9;
/** Bits of the descriptor. */
const WITH_CHECKSUMS = 0x80;
const RESERVED = 0x7c;

/** A frame; lengths are bytes. */
export interface SeekTableFrame {
  readonly length: number;
  /** Of what it inflates to; undefined when nothing tells. */
  readonly contentSize: number | undefined;
}

export interface SeekTable {
  /** In the order of the file; their lengths together end where the table starts. */
  readonly frames: readonly SeekTableFrame[];
  /** First byte of the table in the file. */
  readonly start: number;
}

/**
 * The seek table in the skippable frame at the end of a zstd file (contrib/seekable_format of zstd, version 0.1.0); undefined where there is none. Its checksums, which are
 * there only sometimes, are not verified: frames have their own. Throws a FormatError when it does not describe the file, a LimitError above `maxFrames`.
 */
export function readSeekTable(file: BlockSource, maxFrames: number): SeekTable | undefined {
  if (file.length < HEADER_LENGTH + FOOTER_LENGTH) return undefined;
  const tail = Buffer.from(readBytes(file, file.length - FOOTER_LENGTH, FOOTER_LENGTH));
  if (tail.readUInt32LE(5) !== SEEKABLE_MAGIC) return undefined;
  const footer = viewContainer(file, STRUCTURE, file.length - FOOTER_LENGTH, FOOTER_LENGTH);
  const [count, descriptor] = [footer.u32(0), footer.u8(4)];
  if (count > maxFrames) throw new LimitError({ structure: STRUCTURE, offset: footer.offset, message: `more than ${maxFrames} frames` });
  if ((descriptor & RESERVED) !== 0) throw footer.error('descriptor', 4, descriptor, 'no reserved bits');
  const entryLength = (descriptor & WITH_CHECKSUMS) === 0 ? 8 : 12;
  const size = count * entryLength + FOOTER_LENGTH;
  const start = file.length - size - HEADER_LENGTH;
  const view = viewContainer(file, STRUCTURE, Math.max(start, 0), HEADER_LENGTH + size);
  if (view.u32(0) !== SKIPPABLE_MAGIC) throw view.error('magic', 0, view.u32(0), SKIPPABLE_MAGIC);
  if (view.u32(4) !== size) throw view.error('frame size', 4, view.u32(4), size);
  const frames: SeekTableFrame[] = [];
  let end = 0;
  for (let at = HEADER_LENGTH; frames.length < count; at += entryLength) {
    frames.push({ length: view.u32(at), contentSize: view.u32(at + 4) });
    end += view.u32(at);
    if (view.u32(at) === 0 || end > start)
      throw view.error('compressed size', at, view.u32(at), `more than nothing, and within the ${start} bytes before the table`);
  }
  if (end !== start) throw view.error('compressed sizes', HEADER_LENGTH, end, start);
  return { frames, start };
}
