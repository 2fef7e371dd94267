import { type ByteView, UnsupportedError } from '../../bytes/index.ts';

export const PacketTag = { signature: 2, publicKey: 6, userId: 13, publicSubkey: 14 } as const;

export interface Packet {
  readonly tag: number;
  readonly body: ByteView;
}

const MAX_PACKETS = 256;

/**
 * The packets that fill a view (RFC 4880, section 4.2), up to NUL bytes, which are padding. What is no packet → FormatError; partial and indeterminate
 * lengths, which nothing but streams of data has, and more than 256 packets → UnsupportedError.
 */
export function readPackets(view: ByteView): readonly Packet[] {
  const found: Packet[] = [];
  for (let at = 0; at < view.length && view.u8(at) !== 0; ) {
    if (found.length === MAX_PACKETS) throw unsupported(view, at, `more than ${MAX_PACKETS} packets`);
    const { tag, start, length } = readHeader(view, at);
    found.push({ tag, body: view.view(start, length) });
    at = start + length;
  }
  return found;
}

export function unsupported(view: ByteView, at: number, message: string): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, offset: view.offset + at, message });
}

export function u16(view: ByteView, at: number): number {
  return view.u8(at) * 256 + view.u8(at + 1);
}

export function u32(view: ByteView, at: number): number {
  return u16(view, at) * 65_536 + u16(view, at + 2);
}

interface Header {
  readonly tag: number;
  /** Of the body. */
  readonly start: number;
  readonly length: number;
}

function readHeader(view: ByteView, at: number): Header {
  const first = view.u8(at);
  if ((first & 0x80) === 0) throw view.error('packet tag', at, first, 'bit 7 set');
  if ((first & 0x40) === 0) return oldHeader(view, at, first);
  const { length, size } = readLength(view, at + 1);
  return { tag: first & 0x3f, start: at + 1 + size, length };
}

/** Section 4.2.1. */
function oldHeader(view: ByteView, at: number, first: number): Header {
  const tag = (first >> 2) & 0x0f;
  const type = first & 3;
  if (type === 0) return { tag, start: at + 2, length: view.u8(at + 1) };
  if (type === 1) return { tag, start: at + 3, length: u16(view, at + 1) };
  if (type === 2) return { tag, start: at + 5, length: u32(view, at + 1) };
  throw unsupported(view, at, 'a packet of indeterminate length');
}

/** Sections 4.2.2 and 5.2.3.1; what a packet has as partial length is a second octet in a subpacket. */
export function readLength(view: ByteView, at: number, ofSubpacket = false): { length: number; size: number } {
  const first = view.u8(at);
  if (first < 192) return { length: first, size: 1 };
  if (first === 255) return { length: u32(view, at + 1), size: 5 };
  if (first >= 224 && !ofSubpacket) throw unsupported(view, at, 'a packet of partial lengths');
  return { length: (first - 192) * 256 + view.u8(at + 1) + 192, size: 2 };
}
