import type { ByteView } from './byte-view.ts';

const LONG_LENGTH = 0x80;
const MAX_LENGTH_BYTES = 4;
const HIGH_TAG = 0x1f;

/** One element of DER. ITU-T X.690. */
export interface DerElement {
  readonly tag: number;
  readonly content: ByteView;
  /** Bytes with tag and length. */
  readonly length: number;
}

export const DerTag = { integer: 0x02, octetString: 0x04, oid: 0x06, sequence: 0x30, set: 0x31, context0: 0xa0 } as const;

/** The element that starts at `at`. Throws a FormatError on high tags, indefinite lengths, and content past the view. */
export function readDer(view: ByteView, at: number): DerElement {
  const tag = view.u8(at);
  if ((tag & HIGH_TAG) === HIGH_TAG) throw view.error('tag', at, tag, 'a tag below 31');
  const { length, headerLength } = readLength(view, at);
  return { tag, content: view.view(at + headerLength, length), length: headerLength + length };
}

/** The element at `at` when its tag is the one expected; else a FormatError that names `field`. */
export function expectDer(view: ByteView, at: number, tag: number, field: string): DerElement {
  const element = readDer(view, at);
  if (element.tag !== tag) throw view.error(field, at, `tag ${element.tag}`, `tag ${tag}`);
  return element;
}

/** Dotted decimal. */
export function decodeOid({ content }: DerElement): string {
  const arcs: number[] = [];
  let value = 0;
  for (let at = 0; at < content.length; at++) {
    const byte = content.u8(at);
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 128) throw content.error('object identifier', at, 'an arc beyond 2^46');
    if ((byte & 0x80) !== 0) continue;
    arcs.push(value);
    value = 0;
  }
  const first = arcs.shift() ?? 0;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...arcs].join('.');
}

function readLength(view: ByteView, at: number): { length: number; headerLength: number } {
  const first = view.u8(at + 1);
  if (first < LONG_LENGTH) return { length: first, headerLength: 2 };
  const count = first - LONG_LENGTH;
  if (count === 0 || count > MAX_LENGTH_BYTES) throw view.error('length', at + 1, first, `a definite length of up to ${MAX_LENGTH_BYTES} bytes`);
  let length = 0;
  for (let index = 0; index < count; index++) length = length * 256 + view.u8(at + 2 + index);
  return { length, headerLength: 2 + count };
}
