import { FormatError } from '@staticfire/read/bytes';
import type { ExtendedAttribute } from '@staticfire/read/filesystem';

const SPACE = 0x20;
const EQUALS = 0x3d;
const NEWLINE = 0x0a;
const MAX_LENGTH_DIGITS = 10;
/** Where GNU tar keeps extended attributes. */
const XATTR = 'SCHILY.xattr.';

/** What an extended header says of the next member (POSIX.1-2001, pax, section "pax Extended Header"). */
export interface PaxRecords {
  readonly fields: ReadonlyMap<string, Uint8Array>;
  readonly xattrs: readonly ExtendedAttribute[];
}

export const NO_RECORDS: PaxRecords = { fields: new Map(), xattrs: [] };

/** `length key=value\n`, the length of the record in bytes, its own digits included. Values may hold any bytes. */
export function parsePaxRecords(bytes: Uint8Array): PaxRecords {
  const fields = new Map<string, Uint8Array>();
  const xattrs: ExtendedAttribute[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const length = space < 0 || space - at > MAX_LENGTH_DIGITS ? 0 : Number(latin1(bytes.subarray(at, space)));
    const equals = bytes.indexOf(EQUALS, space + 1);
    const end = at + length;
    if (!Number.isSafeInteger(length) || length < 1 || end > bytes.length || equals < 0 || equals >= end || bytes[end - 1] !== NEWLINE) throw malformed(at);
    const key = latin1(bytes.subarray(space + 1, equals));
    const value = bytes.subarray(equals + 1, end - 1);
    if (key.startsWith(XATTR)) xattrs.unshift({ name: decodeKey(key.slice(XATTR.length)), value: value.slice() });
    else fields.set(key, value);
    at = end;
  }
  return { fields, xattrs };
}

/** GNU tar writes `=` and `%` of a name in hexadecimal (src/xheader.c, `xattr_encode_keyword`). */
function decodeKey(key: string): string {
  return key.replaceAll('%3D', '=').replaceAll('%25', '%');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function malformed(at: number): FormatError {
  return new FormatError({ structure: 'pax extended header', message: `the record at byte ${at} of the header is malformed` });
}
