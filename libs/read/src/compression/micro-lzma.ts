import { ByteView } from '../bytes/index.ts';
import { BoundedOutput } from './bounded-output.ts';
import { LzmaDecoder } from './lzma-decoder.ts';

const STRUCTURE = 'MicroLZMA stream';

export interface MicroLzmaOptions {
  /** Absolute image offset of the stream's first byte, for error messages. */
  readonly origin: number;
  /** Bytes. */
  readonly dictionarySize: number;
  /** Stop without an error when `target` is full, though the stream goes on. */
  readonly partial: boolean;
}

/**
 * Fills `target` from an LZMA stream that has its properties, inverted, in place of the range coder's first byte, which is always zero
 * (liblzma api/lzma/container.h, lzma_microlzma_decoder; Linux lib/xz/xz_dec_lzma2.c). Its lengths are known from elsewhere.
 * That first byte of `input` is overwritten.
 */
export function inflateMicroLzma(input: Uint8Array, target: Uint8Array, { origin, dictionarySize, partial }: MicroLzmaOptions): void {
  const view = new ByteView(input, STRUCTURE, origin);
  const output = new BoundedOutput(STRUCTURE, target.length, 0);
  output.bytes = target;
  const decoder = new LzmaDecoder(input, origin, output, dictionarySize, STRUCTURE);
  const properties = ~view.u8(0) & 0xff;
  if (!decoder.setProperties(properties)) throw view.error('properties', 0, properties);
  decoder.resetState();
  input[0] = 0;
  decoder.decodeChunk(0, input.length, target.length, partial);
}
