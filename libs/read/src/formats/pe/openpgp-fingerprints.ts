import { createHash } from 'node:crypto';
import { type ByteView, UnsupportedError } from '../../bytes/index.ts';

const PUBLIC_KEY = 6;
const VERSION = 4;
const MAX_KEYS = 16;
const MAX_PACKETS = 256;

interface Packet {
  readonly tag: number;
  /** Of the body. */
  readonly start: number;
  readonly length: number;
}

/**
 * Fingerprints of the keys in transferable public keys (RFC 4880, sections 4.2 and 12.2), hex, subkeys left out; NUL bytes behind the packets are
 * padding. A key of another version than 4, more than 16 keys or 256 packets → UnsupportedError; what is no packet → FormatError.
 */
export function readOpenPgpFingerprints(view: ByteView): readonly string[] {
  const found: string[] = [];
  let at = 0;
  for (let count = 0; at < view.length && view.u8(at) !== 0; count++) {
    if (count === MAX_PACKETS || found.length === MAX_KEYS) throw unsupported(view, at, `more than ${MAX_KEYS} keys or ${MAX_PACKETS} packets`);
    const packet = readPacket(view, at);
    if (packet.tag === PUBLIC_KEY) found.push(fingerprint(view, packet));
    at = packet.start + packet.length;
  }
  return found;
}

function readPacket(view: ByteView, at: number): Packet {
  const first = view.u8(at);
  if ((first & 0x80) === 0) throw view.error('packet tag', at, first, 'bit 7 set');
  return (first & 0x40) === 0 ? oldPacket(view, at, first) : newPacket(view, at, first & 0x3f);
}

/** Section 4.2.1. */
function oldPacket(view: ByteView, at: number, first: number): Packet {
  const tag = (first >> 2) & 0x0f;
  const type = first & 3;
  if (type === 0) return { tag, start: at + 2, length: view.u8(at + 1) };
  if (type === 1) return { tag, start: at + 3, length: view.u8(at + 1) * 256 + view.u8(at + 2) };
  if (type === 2) return { tag, start: at + 5, length: bigEndian(view, at + 1) };
  throw unsupported(view, at, 'a packet of indeterminate length');
}

/** Section 4.2.2. */
function newPacket(view: ByteView, at: number, tag: number): Packet {
  const length = view.u8(at + 1);
  if (length < 192) return { tag, start: at + 2, length };
  if (length < 224) return { tag, start: at + 3, length: (length - 192) * 256 + view.u8(at + 2) + 192 };
  if (length === 255) return { tag, start: at + 6, length: bigEndian(view, at + 2) };
  throw unsupported(view, at, 'a packet of partial lengths');
}

function bigEndian(view: ByteView, at: number): number {
  return [0, 1, 2, 3].reduce((value, index) => value * 256 + view.u8(at + index), 0);
}

function fingerprint(view: ByteView, { start, length }: Packet): string {
  const body = view.view(start, length);
  const version = body.u8(0);
  if (version !== VERSION || length > 0xffff) throw unsupported(view, start, `a key of version ${version} and ${length} bytes`);
  return createHash('sha1')
    .update(Buffer.of(0x99, length >> 8, length & 0xff))
    .update(body.bytes)
    .digest('hex');
}

function unsupported(view: ByteView, at: number, message: string): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, offset: view.offset + at, message });
}
