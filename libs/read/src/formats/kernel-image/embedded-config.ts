import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { decodeText, FormatError, LimitError, ReadError, UnsupportedError } from '../../bytes/index.ts';
import { inflateGzip } from '../../compression/index.ts';
import { latin1, startsWith } from './ascii.ts';
import type { Locate } from './locate.ts';

/** What CONFIG_IKCONFIG builds in and /proc/config.gz shows. */
export interface EmbeddedKernelConfig {
  /** The text of the `.config` file; bytes that are not UTF-8 are a FormatError. */
  readonly text: string;
  /** Byte of the gzip member, in the kernel file or, when that is compressed, in the inflated kernel. */
  readonly offset: number;
  /** Bytes of the gzip member. */
  readonly compressedLength: number;
}

export const CONFIG_START = 'IKCFG_ST';
const CONFIG_END = 'IKCFG_ED';
const GZIP = [0x1f, 0x8b, 0x08];
const MAX_COMPRESSED = 1024 * 1024;
const MAX_TEXT = 4 * 1024 * 1024;

/**
 * Reads what stands between the marks (Linux kernel/configs.c): one gzip member, and nothing else. `starts` are the places of
 * all start marks; those in other text, with no gzip member behind them, count only when there is no better one.
 */
export function readEmbeddedConfig(kernel: BlockSource, starts: readonly number[], locate: Locate): EmbeddedKernelConfig | undefined {
  const offsets = starts.map((start) => start + CONFIG_START.length);
  const [offset, second] = offsets.filter((each) => startsWith(bytesAt(kernel, each, GZIP.length), GZIP));
  if (offset === undefined && offsets[0] !== undefined) throw damaged('a gzip member behind the mark', locate(offsets[0]));
  if (second !== undefined) throw damaged('one configuration', locate(second), 'a second one');
  return offset === undefined ? undefined : configAt(kernel, offset, locate);
}

function configAt(kernel: BlockSource, offset: number, locate: Locate): EmbeddedKernelConfig {
  const input = bytesAt(kernel, offset, MAX_COMPRESSED + CONFIG_END.length);
  const { output, consumed } = inflateConfig(input, locate(offset));
  if (latin1(input.subarray(consumed, consumed + CONFIG_END.length)) !== CONFIG_END)
    throw damaged(`${CONFIG_END} behind the gzip member`, locate(offset + consumed));
  return { text: decodeText(output, CONFIG_START, MAX_TEXT), offset, compressedLength: consumed };
}

/** Fewer bytes where the kernel ends. */
function bytesAt(kernel: BlockSource, offset: number, length: number): Uint8Array {
  return readBytes(kernel, offset, Math.min(length, kernel.length - offset));
}

function inflateConfig(input: Uint8Array, place: ReturnType<Locate>): { output: Uint8Array; consumed: number } {
  try {
    return inflateGzip(input, { origin: place.offset ?? 0, limit: MAX_TEXT });
  } catch (error) {
    if (error instanceof ReadError) throw relocated(error, place);
    throw error;
  }
}

function relocated(error: ReadError, place: ReturnType<Locate>): ReadError {
  const detail = { structure: CONFIG_START, ...place, message: [error.message, place.message].filter((part) => part !== undefined).join(', '), cause: error };
  if (error instanceof LimitError) return new LimitError(detail);
  return error instanceof UnsupportedError ? new UnsupportedError(detail) : new FormatError(detail);
}

function damaged(expected: string, place: ReturnType<Locate>, found?: string): FormatError {
  return new FormatError({ structure: CONFIG_START, ...place, expected, ...(found === undefined ? {} : { found }) });
}
