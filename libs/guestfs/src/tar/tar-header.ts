import { decodeFileName, FormatError, UnsupportedError } from '@staticfire/read/bytes';
import type { FileType } from '@staticfire/read/filesystem';
import type { PaxRecords } from './pax-records.ts';
import type { TarEntry } from './tar-entry.ts';

export const BLOCK = 512;
const STRUCTURE = 'tar header';
/** POSIX.1-2001, pax, "ustar Interchange Format": offset and length of each field. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  chksum: [148, 8],
  typeflag: [156, 1],
  linkname: [157, 100],
  magic: [257, 5],
  devmajor: [329, 8],
  devminor: [337, 8],
  prefix: [345, 155],
} as const;

type Field = keyof typeof FIELDS;

const TYPES: Readonly<Record<string, FileType | 'hard-link'>> = {
  '0': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '3': 'char-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
};

/** Type and length of what follows a header, without the rest. Throws when it is not a header of the POSIX format. */
export function readTarKind(block: Uint8Array): { readonly typeflag: string; readonly size: number } {
  if (text(block, 'magic') !== 'ustar') throw new FormatError({ structure: STRUCTURE, field: 'magic', message: 'no header is here' });
  const stated = number(block, 'chksum');
  const computed = checksum(block);
  if (stated !== computed) throw new FormatError({ structure: STRUCTURE, field: 'chksum', found: stated, expected: computed });
  return { typeflag: text(block, 'typeflag'), size: number(block, 'size') };
}

/** A member, of its header and the extended header before it. */
export function decodeTarEntry(block: Uint8Array, { fields, xattrs }: PaxRecords): TarEntry {
  const { typeflag, size } = readTarKind(block);
  const type = TYPES[typeflag];
  if (type === undefined) throw new UnsupportedError({ structure: STRUCTURE, field: 'typeflag', found: typeflag, expected: 'a file of some kind' });
  const isDevice = type === 'char-device' || type === 'block-device';
  const decimal = (key: string) => (fields.has(key) ? parseDecimal(key, fields.get(key)!) : undefined);
  return {
    path: splitPath(decodeFileName(fields.get('path') ?? namePrefixed(block))),
    type,
    mode: number(block, 'mode') & 0o7777,
    uid: decimal('uid') ?? number(block, 'uid'),
    gid: decimal('gid') ?? number(block, 'gid'),
    size: type === 'file' ? (decimal('size') ?? size) : 0,
    mtime: fields.has('mtime') ? parseTime(fields.get('mtime')!) : BigInt(number(block, 'mtime')) * 1_000_000_000n,
    target: decodeFileName(fields.get('linkpath') ?? bytes(block, 'linkname')),
    ...(isDevice ? { device: { major: number(block, 'devmajor'), minor: number(block, 'devminor') } } : {}),
    xattrs,
  };
}

/** Components below the root. `.` at its start stands for the root. */
export function splitPath(path: string): readonly string[] {
  const parts = path.replace(/^\.(?:\/|$)/, '').split('/');
  if (parts.at(-1) === '') parts.pop();
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw new FormatError({ structure: STRUCTURE, field: 'name', message: 'it leads out of the archive' });
  return parts;
}

function namePrefixed(block: Uint8Array): Uint8Array {
  const prefix = bytes(block, 'prefix');
  return prefix.length === 0 ? bytes(block, 'name') : Buffer.concat([prefix, Buffer.from('/'), bytes(block, 'name')]);
}

/** Up to the first NUL. */
function bytes(block: Uint8Array, field: Field): Uint8Array {
  const [offset, length] = FIELDS[field];
  const all = block.subarray(offset, offset + length);
  const end = all.indexOf(0);
  return end < 0 ? all : all.subarray(0, end);
}

function text(block: Uint8Array, field: Field): string {
  return String.fromCharCode(...bytes(block, field));
}

function number(block: Uint8Array, field: Field): number {
  const digits = text(block, field).trim();
  if (!/^[0-7]*$/.test(digits)) throw new FormatError({ structure: STRUCTURE, field, message: 'this is no octal number' });
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** The sum of all bytes, those of `chksum` taken as spaces. */
function checksum(block: Uint8Array): number {
  const [offset, length] = FIELDS.chksum;
  let sum = length * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < offset || at >= offset + length) sum += block[at]!;
  return sum;
}

function parseDecimal(key: string, value: Uint8Array): number {
  const digits = String.fromCharCode(...value.subarray(0, 20));
  const parsed = Number(digits);
  if (!/^\d+$/.test(digits) || !Number.isSafeInteger(parsed)) throw new FormatError({ structure: 'pax extended header', field: key, found: digits });
  return parsed;
}

/** Seconds with a fraction, to nanoseconds; what is finer is cut off. */
function parseTime(value: Uint8Array): bigint {
  const digits = String.fromCharCode(...value.subarray(0, 40));
  const match = /^(-?)(\d{1,20})(?:\.(\d*))?$/.exec(digits);
  if (match === null) throw new FormatError({ structure: 'pax extended header', field: 'mtime', found: digits });
  const [, sign, seconds, fraction = ''] = match;
  const nanoseconds = BigInt(seconds!) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return sign === '-' ? -nanoseconds : nanoseconds;
}
