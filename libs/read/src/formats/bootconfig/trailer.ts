import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { MAX_TEXT_LENGTH } from './config-text.ts';

/** Where the configuration lies in the source: text and padding. */
export interface BootConfigTrailer {
  readonly offset: number;
  readonly length: number;
}

const MAGIC = '#BOOTCONFIG\n';
/** Boot loaders may round the length of an initrd up to 4. */
const MAX_TAIL = 3;
const STRUCTURE = 'bootconfig trailer';

// Field      Offset  Length
// size            0       4  bytes before the trailer: text and padding
// checksum        4       4  sum of these bytes
// magic           8      12
const SIZE = 0;
const CHECKSUM = 4;
const MAGIC_AT = 8;
const LENGTH = MAGIC_AT + MAGIC.length;

/** Looks where the kernel looks (Linux init/main.c, `get_boot_config_from_initrd`) and checks what it checks. */
export function findTrailer(source: BlockSource): BootConfigTrailer | undefined {
  const start = Math.max(0, source.length - LENGTH - MAX_TAIL);
  const tail = new ByteView(readBytes(source, start, source.length - start), STRUCTURE, source.origin + start);
  for (let at = tail.length - LENGTH; at >= 0; at--) {
    if (latin1(tail.slice(at + MAGIC_AT, MAGIC.length)) === MAGIC) return checkedTrailer(source, tail.view(at, LENGTH));
  }
  return undefined;
}

function checkedTrailer(source: BlockSource, trailer: ByteView): BootConfigTrailer {
  const end = trailer.offset - source.origin;
  const length = trailer.u32(SIZE);
  if (length === 0 || length > MAX_TEXT_LENGTH) throw trailer.error('size', SIZE, length, `1 to ${MAX_TEXT_LENGTH}`);
  if (length > end) throw trailer.error('size', SIZE, length, `at most the ${end} bytes before the trailer`);
  const sum = readBytes(source, end - length, length).reduce((total, byte) => total + byte, 0);
  if (sum !== trailer.u32(CHECKSUM)) throw trailer.error('checksum', CHECKSUM, trailer.u32(CHECKSUM), sum);
  return { offset: end - length, length };
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
