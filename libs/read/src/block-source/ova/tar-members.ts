import { type ByteView, FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import type { BlockSource } from '../block-source.ts';
import { viewContainer } from '../compressed/container-view.ts';

const STRUCTURE = 'tar header';
const BLOCK = 512;
const MAX_HEADERS = 1000;
/** Long names and pax records. */
const MAX_EXTENSION = 64 * 1024;
const REGULAR = ['0', '\0', '7'];
/** Links, devices, folders, pipes: they have no content. */
const WITHOUT_CONTENT = ['1', '2', '3', '4', '5', '6'];

/** A regular file of an archive: its bytes lie in one piece in the archive. */
export interface TarMember {
  /** As the archive tells it, without `./` before it. */
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * The regular files of a tar archive: ustar (POSIX.1-1988), with long names of GNU tar and paths and sizes of pax. An UnsupportedError
 * names sparse files and other kinds; two of one name are a FormatError.
 */
export function readTarMembers(file: BlockSource): readonly TarMember[] {
  const members = new Map<string, TarMember>();
  let next: Extension = {};
  let at = 0;
  for (let count = 0; at < file.length; count++) {
    if (count === MAX_HEADERS) throw new LimitError({ structure: STRUCTURE, offset: file.origin + at, message: `more than ${MAX_HEADERS} headers` });
    const view = viewContainer(file, STRUCTURE, at, BLOCK);
    if (view.bytes.every((byte) => byte === 0)) break;
    const { name, type, length: told } = decodeHeader(view);
    const isFile = REGULAR.includes(type);
    const length = (isFile ? next.size : undefined) ?? told;
    const offset = at + BLOCK;
    if (offset + length > file.length) throw view.error('size', 124, length, `at most what the file's ${file.length} bytes hold`);
    if (isFile) add(members, { name: (next.path ?? name).replace(/^(\.\/)+/, ''), offset, length }, view);
    const extension = isFile || WITHOUT_CONTENT.includes(type) ? {} : readExtension(file, view, { type, offset, length });
    next = isFile || WITHOUT_CONTENT.includes(type) ? {} : { ...next, ...extension };
    at = offset + (WITHOUT_CONTENT.includes(type) ? 0 : Math.ceil(length / BLOCK) * BLOCK);
  }
  return [...members.values()];
}

/** What stands before a header for it. */
interface Extension {
  readonly path?: string;
  readonly size?: number;
}

function add(members: Map<string, TarMember>, member: TarMember, view: ByteView): void {
  if (members.has(member.name)) throw view.error('name', 0, JSON.stringify(member.name), 'a name that is not there twice');
  members.set(member.name, member);
}

function decodeHeader(view: ByteView): { name: string; type: string; length: number } {
  const sum = checksum(view.bytes);
  const told = octal(view, 148, 8, 'chksum');
  if (told !== sum) throw view.error('chksum', 148, told, sum);
  const isPosix = text(view, 257, 6) === 'ustar' && view.u8(262) === 0;
  const prefix = isPosix ? text(view, 345, 155) : '';
  const name = text(view, 0, 100);
  return { name: prefix === '' ? name : `${prefix}/${name}`, type: String.fromCharCode(view.u8(156)), length: size(view) };
}

/** The sum of all bytes, with spaces in the place of itself. */
function checksum(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

/** In octal digits, or, as GNU tar writes sizes from 8 GiB on, in base 256. */
function size(view: ByteView): number {
  if ((view.u8(124) & 0x80) === 0) return octal(view, 124, 12, 'size');
  const value = view.slice(125, 11).reduce((sum, byte) => sum * 256 + byte, view.u8(124) & 0x7f);
  if (value > Number.MAX_SAFE_INTEGER) throw view.error('size', 124, value, 'at most 2^53 - 1');
  return value;
}

function octal(view: ByteView, at: number, length: number, field: string): number {
  const digits = text(view, at, length).trim();
  if (!/^[0-7]{1,12}$/.test(digits)) throw view.error(field, at, JSON.stringify(digits), 'octal digits');
  return Number.parseInt(digits, 8);
}

function text(view: ByteView, at: number, length: number): string {
  return untilNul(view.slice(at, length));
}

function untilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

function readExtension(file: BlockSource, view: ByteView, { type, offset, length }: { type: string; offset: number; length: number }): Extension {
  if (!['x', 'g', 'L'].includes(type)) {
    const what = type === 'S' ? 'S (a sparse file)' : JSON.stringify(type);
    throw new UnsupportedError({ structure: STRUCTURE, field: 'typeflag', offset: view.offset + 156, found: what, expected: 'files, folders, long names' });
  }
  if (length > MAX_EXTENSION)
    throw new LimitError({ structure: STRUCTURE, field: 'size', offset: view.offset + 124, found: length, expected: `at most ${MAX_EXTENSION}` });
  const content = viewContainer(file, 'tar extension', offset, length);
  if (type === 'L') return { path: untilNul(content.bytes) };
  return extensionOf(readPaxRecords(content), content, type);
}

function extensionOf(records: ReadonlyMap<string, string>, content: ByteView, type: string): Extension {
  const path = records.get('path');
  const size = records.get('size');
  const sparse = [...records.keys()].find((key) => key.startsWith('GNU.sparse.'));
  const strange = sparse ?? (type === 'g' && (path ?? size) !== undefined ? 'path or size for all' : undefined);
  if (strange !== undefined) throw new UnsupportedError({ structure: 'pax records', offset: content.offset, found: JSON.stringify(strange) });
  if (size !== undefined && !/^\d{1,15}$/.test(size))
    throw new FormatError({ structure: 'pax records', field: 'size', offset: content.offset, found: JSON.stringify(size) });
  return { ...(path === undefined ? {} : { path }), ...(size === undefined ? {} : { size: Number(size) }) };
}

/** Each record is its own length in digits, a space, `key=value`, a newline (POSIX pax, "Extended Header"). */
function readPaxRecords({ bytes, offset }: ByteView): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const [, digits = ''] = /^(\d{1,6}) /.exec(Buffer.from(bytes.subarray(at, at + 7)).toString('latin1')) ?? [];
    const end = at + Number(digits);
    const record = Buffer.from(bytes.subarray(at + digits.length + 1, end)).toString('utf8');
    const equals = record.indexOf('=');
    if (digits === '' || end > bytes.length || !record.endsWith('\n') || equals < 1) throw new FormatError({ structure: 'pax records', offset: offset + at });
    records.set(record.slice(0, equals), record.slice(equals + 1, -1));
    at = end;
  }
  return records;
}
