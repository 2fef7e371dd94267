import { ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import { type GoModules, parseGoModules } from './go-modules.ts';

/** `\xff Go buildinf:` */
export const GO_BUILD_INFO_MAGIC: Uint8Array = Buffer.from('\xff Go buildinf:', 'latin1');
/** The magic starts at such an address. */
export const GO_BUILD_INFO_ALIGNMENT = 16;
export const GO_BUILD_INFO_HEADER_LENGTH = 32;
const POINTER_SIZE_AT = 14;
const FLAGS_AT = 15;
const BIG_ENDIAN = 1;
const INLINE = 2;
/** Sentinels before and after the modules, for those who search a file for them. */
const FRAME = 16;
const STRUCTURE = 'Go build information';
/** `devel go1.23-` with a commit, a date and experiments has a hundred. */
const MAX_VERSION_LENGTH = 1000;

/** What Go's linker leaves in every program: Go src/debug/buildinfo/buildinfo.go. */
export interface GoBuildInfo extends GoModules {
  /** `go1.22.3`, perhaps with experiments behind it: `go1.22.3 X:boringcrypto`. */
  readonly goVersion: string;
}

/** Bytes at an address of the program; undefined where the file has none. */
export type ReadAddress = (address: bigint, length: number) => Uint8Array | undefined;

/**
 * `bytes` start with the magic and go on as far as there may be strings (those of Go 1.18 and later lie behind the header, those
 * of older ones anywhere); `offset` is their absolute image offset. Longer strings than there are bytes → FormatError.
 */
export function decodeGoBuildInfo(bytes: Uint8Array, offset: number, readAddress: ReadAddress): GoBuildInfo {
  const view = new ByteView(bytes, STRUCTURE, offset);
  if (!GO_BUILD_INFO_MAGIC.every((byte, index) => view.u8(index) === byte)) throw view.error('magic', 0);
  const [goVersion, framed] = (view.u8(FLAGS_AT) & INLINE) === 0 ? pointedStrings(view, readAddress) : inlineStrings(view);
  if (goVersion.length > MAX_VERSION_LENGTH) throw new LimitError({ structure: STRUCTURE, offset, message: `a version of ${goVersion.length} bytes` });
  if (goVersion.length === 0) throw view.error('runtime.buildVersion', GO_BUILD_INFO_HEADER_LENGTH, 'no text', 'the version of Go');
  const isFramed = framed.length > 2 * FRAME && framed[framed.length - FRAME - 1] === 0x0a;
  const modules = isFramed ? framed.subarray(FRAME, framed.length - FRAME) : new Uint8Array();
  return { goVersion: textOf(goVersion), ...parseGoModules(textOf(modules)) };
}

function inlineStrings(view: ByteView): [Uint8Array, Uint8Array] {
  const version = inlineString(view, GO_BUILD_INFO_HEADER_LENGTH);
  return [version.bytes, inlineString(view, version.end).bytes];
}

/** A length as varint, and as many bytes. */
function inlineString(view: ByteView, start: number): { bytes: Uint8Array; end: number } {
  let length = 0;
  let at = start;
  for (let shift = 1; ; shift *= 128) {
    const byte = view.u8(at++);
    length += (byte & 0x7f) * shift;
    if (length > view.length) throw view.error('length', start, length, `at most ${view.length - start}`);
    if (byte < 0x80) break;
  }
  return { bytes: view.slice(at, length), end: at + length };
}

/** Pointers to two Go strings, each a pointer and a length. */
function pointedStrings(view: ByteView, readAddress: ReadAddress): [Uint8Array, Uint8Array] {
  const size = view.u8(POINTER_SIZE_AT);
  if (size !== 4 && size !== 8) throw view.error('pointer size', POINTER_SIZE_AT, size, '4 or 8');
  const pointer = (bytes: Uint8Array, at: number): bigint => integer(bytes.subarray(at, at + size), (view.u8(FLAGS_AT) & BIG_ENDIAN) !== 0);
  const read = (address: bigint, length: number): Uint8Array => {
    const found = readAddress(address, length);
    if (found !== undefined) return found;
    throw new FormatError({ structure: STRUCTURE, offset: view.offset, message: `${length} bytes at address 0x${address.toString(16)} are not in the file` });
  };
  const text = (at: number): Uint8Array => {
    const address = pointer(view.bytes, at);
    if (address === 0n) return new Uint8Array();
    const header = read(address, 2 * size);
    return read(pointer(header, 0), Number(pointer(header, size)));
  };
  return [text(16), text(16 + size)];
}

function integer(bytes: Uint8Array, bigEndian: boolean): bigint {
  const ordered = bigEndian ? bytes : bytes.toReversed();
  return ordered.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
