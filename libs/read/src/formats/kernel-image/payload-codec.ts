import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { startsWith } from './ascii.ts';

export type PayloadCodec = 'gzip' | 'zstd' | 'xz' | 'lz4';
type KnownCodec = PayloadCodec | 'bzip2' | 'lzma' | 'lzo' | 'none (ELF)';

/** What the kernel's build can compress with (Linux lib/decompress.c, scripts/extract-vmlinux), by the first bytes. */
const MAGIC: readonly { readonly codec: KnownCodec; readonly magic: readonly number[] }[] = [
  { codec: 'gzip', magic: [0x1f, 0x8b] },
  { codec: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { codec: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { codec: 'lz4', magic: [0x02, 0x21, 0x4c, 0x18] },
  { codec: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { codec: 'lzma', magic: [0x5d, 0x00, 0x00] },
  { codec: 'lzo', magic: [0x89, 0x4c, 0x5a, 0x4f] },
  { codec: 'none (ELF)', magic: [0x7f, 0x45, 0x4c, 0x46] },
];

/** The names of the kernel's make rules (drivers/firmware/efi/libstub/Makefile.zboot). */
const NAMES: ReadonlyMap<string, KnownCodec> = new Map([
  ['gzip', 'gzip'],
  ['zstd', 'zstd'],
  ['zstd22', 'zstd'],
  ['xz', 'xz'],
  ['xzkern', 'xz'],
  ['lz4', 'lz4'],
  ['lzma', 'lzma'],
  ['lzo', 'lzo'],
]);

/** An UnsupportedError names what is known but not read; bytes that fit no codec, or not the one `named`, are a FormatError. */
export function detectCodec(start: Uint8Array, offset: number, named?: string): PayloadCodec {
  const codec = MAGIC.find(({ magic }) => startsWith(start, magic))?.codec;
  const promised = named === undefined ? undefined : NAMES.get(named);
  if (named !== undefined && promised === undefined)
    throw new UnsupportedError({ structure: 'kernel payload', field: 'compression type', offset, found: JSON.stringify(named) });
  if (codec === undefined || (promised !== undefined && promised !== codec)) {
    throw new FormatError({ structure: 'kernel payload', field: 'magic', offset, found: codec ?? hex(start), expected: promised ?? 'a compressed stream' });
  }
  if (codec === 'gzip' || codec === 'zstd' || codec === 'xz' || codec === 'lz4') return codec;
  throw new UnsupportedError({ structure: 'kernel payload', field: 'compression', offset, found: codec, expected: 'gzip, zstd, xz or lz4' });
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
