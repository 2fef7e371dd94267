import { ByteView } from '../bytes/index.ts';
import type { BoundedOutput } from './bounded-output.ts';
import { LzmaDecoder } from './lzma-decoder.ts';

/** Control bytes: the end, stored chunks, and from 0x80 on LZMA chunks whose bits 5 and 6 say what is reset. */
const END = 0x00;
const STORED_DICTIONARY_RESET = 0x01;
const STORED = 0x02;
const LZMA = 0x80;
const RESET_STATE = 1;
const RESET_PROPERTIES = 2;
const RESET_DICTIONARY = 3;

/** What the next chunk has to reset. */
interface ChunkNeeds {
  dictionary: boolean;
  properties: boolean;
}

/**
 * Inflates the LZMA2 stream that starts at `start` of `input` (.xz file format 5.3.1; Linux lib/xz/xz_dec_lzma2.c) and
 * returns where it ends. `origin` is the absolute image offset of `input`.
 */
export function inflateLzma2(input: Uint8Array, start: number, origin: number, output: BoundedOutput, dictionarySize: number): number {
  const view = new ByteView(input, 'LZMA2 chunk', origin);
  const decoder = new LzmaDecoder(input, origin, output, dictionarySize);
  const needs: ChunkNeeds = { dictionary: true, properties: true };
  let at = start;
  for (let control = view.u8(at); control !== END; control = view.u8(at)) {
    if (control === STORED_DICTIONARY_RESET || control >= LZMA + (RESET_DICTIONARY << 5)) {
      needs.dictionary = false;
      needs.properties = true;
      decoder.dictionaryStart = output.length;
    } else if (needs.dictionary) {
      throw view.error('control', at, control, 'a reset of the dictionary');
    }
    if (control >= LZMA) at = inflateLzmaChunk(view, at, decoder, output, needs);
    else if (control <= STORED) at = copyStoredChunk(view, at, output);
    else throw view.error('control', at, control);
  }
  return at + 1;
}

function copyStoredChunk(view: ByteView, at: number, output: BoundedOutput): number {
  const size = bigEndian16(view, at + 1) + 1;
  output.append(view.slice(at + 3, size), view.offset + at);
  return at + 3 + size;
}

function inflateLzmaChunk(view: ByteView, at: number, decoder: LzmaDecoder, output: BoundedOutput, needs: ChunkNeeds): number {
  const control = view.u8(at);
  const reset = (control >>> 5) & 3;
  const size = ((control & 0x1f) << 16) + bigEndian16(view, at + 1) + 1;
  const length = bigEndian16(view, at + 3) + 1;
  let data = at + 5;
  if (reset >= RESET_PROPERTIES) {
    if (!decoder.setProperties(view.u8(data))) throw view.error('properties', data, view.u8(data));
    needs.properties = false;
    data += 1;
  }
  if (needs.properties) throw view.error('control', at, control, 'new properties');
  if (reset >= RESET_STATE) decoder.resetState();
  view.slice(data, length);
  output.reserve(size, view.offset + at);
  decoder.decodeChunk(data, length, size);
  return data + length;
}

function bigEndian16(view: ByteView, at: number): number {
  return (view.u8(at) << 8) | view.u8(at + 1);
}
