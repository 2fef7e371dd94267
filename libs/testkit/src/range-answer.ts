import { fstatSync, readSync } from 'node:fs';

/** The bytes and the `Content-Range` of a 206 response to the header `Range` (RFC 9110, section 14): `bytes=FIRST-LAST`, the last one inclusive. */
export function rangeAnswer(file: number, range: string | undefined): { readonly bytes: Buffer; readonly contentRange: string } {
  const { size } = fstatSync(file);
  const [, first = '0', last = '0'] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  const bytes = Buffer.alloc(Math.min(size - 1, Number(last)) - Number(first) + 1);
  readSync(file, bytes, 0, bytes.length, Number(first));
  return { bytes, contentRange: `bytes ${first}-${Number(first) + bytes.length - 1}/${size}` };
}
