import type { ByteView } from '../byte-view.ts';
import { DerTag, decodeOid, expectDer, readDer } from '../der.ts';
import { decodeFileName } from '../file-name.ts';
import { LimitError } from '../read-error.ts';

const COMMON_NAME = '2.5.4.3';
const BMP_STRING = 0x1e;
const MAX_PARTS = 64;

/** The last CN of a name (RFC 5280, section 4.1.2.4), as kmod takes it; undefined when there is none. */
export function findCommonName(name: ByteView): string | undefined {
  let found: string | undefined;
  let parts = 0;
  for (let at = 0; at < name.length; ) {
    if (++parts > MAX_PARTS)
      throw new LimitError({ structure: name.structure, field: 'issuer', offset: name.offset + at, message: `more than ${MAX_PARTS} parts` });
    const set = expectDer(name, at, DerTag.set, 'relative distinguished name');
    found = commonNameOf(set.content) ?? found;
    at += set.length;
  }
  return found;
}

function commonNameOf(attributes: ByteView): string | undefined {
  const { content } = expectDer(attributes, 0, DerTag.sequence, 'attribute of a name');
  const type = expectDer(content, 0, DerTag.oid, 'attribute type');
  if (decodeOid(type) !== COMMON_NAME) return undefined;
  const { tag, content: text } = readDer(content, type.length);
  return tag === BMP_STRING ? decodeUtf16(text.bytes) : decodeFileName(text.bytes);
}

function decodeUtf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16be').decode(bytes);
}
