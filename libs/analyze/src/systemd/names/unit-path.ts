import { decodeFileName, encodeFileName } from '@staticfire/read/bytes';
import { parseUnitName, type UnitType } from './unit-name.ts';

const PLAIN = /^[0-9A-Za-z:_.]$/;
const UNIT_NAME_MAX = 256;
/** Linux, include/uapi/linux/limits.h: bytes of a path with the byte that ends it, and of one of its parts. */
const PATH_MAX = 4096;
const NAME_MAX = 255;
/** Of a UTF-16 unit, as UTF-8. */
const MAX_BYTES = 3;

/** A path without doubled and trailing slashes and without `.` (systemd, `path_simplify`). */
export function simplifyPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/** A path without `..`, and not too long to open. Takes what `simplifyPath` gives. */
export function isNormalPath(path: string): boolean {
  return path !== '' && canBeOpened(path) && !path.split('/').includes('..');
}

/** Whether a path, and every part of it, is as short as Linux wants (systemd src/basic/path-util.c, `path_is_valid`). */
export function canBeOpened(path: string): boolean {
  return isShorter(path, PATH_MAX) && path.split('/').every(isFileNameLength);
}

export function isFileNameLength(name: string): boolean {
  return isShorter(name, NAME_MAX + 1);
}

function isShorter(text: string, bytes: number): boolean {
  return text.length * MAX_BYTES < bytes || (text.length < bytes && encodeFileName(text).length < bytes);
}

/** `a/b-c` → `a-b\x2dc`. */
export function escapeUnitText(text: string): string {
  let escaped = '';
  for (const byte of encodeFileName(text)) {
    const character = String.fromCharCode(byte);
    if (character === '/') escaped += '-';
    else if (PLAIN.test(character) && !(character === '.' && escaped === '')) escaped += character;
    else escaped += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return escaped;
}

/** The other way; an escape that does not exist → undefined. */
export function unescapeUnitText(text: string): string | undefined {
  if (!text.includes('\\')) return text.replaceAll('-', '/');
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '\\') {
      bytes.push(text[at] === '-' ? 0x2f : text.charCodeAt(at));
      continue;
    }
    const digits = /^x([0-9A-Fa-f]{2})/.exec(text.slice(at + 1, at + 4))?.[1];
    if (digits === undefined) return undefined;
    bytes.push(Number.parseInt(digits, 16));
    at += 3;
  }
  const end = bytes.indexOf(0);
  return decodeFileName(Uint8Array.from(end < 0 ? bytes : bytes.slice(0, end)));
}

/** `-` for the root; a path with `..`, or with nothing but `.` → undefined. */
export function escapeUnitPath(path: string): string | undefined {
  const simple = simplifyPath(path);
  if (simple === '/' || path === '') return '-';
  return isNormalPath(simple) ? escapeUnitText(simple.replace(/^\//, '')) : undefined;
}

/** The path that an escaped part of a name stands for. */
export function unescapeUnitPath(text: string): string | undefined {
  if (text === '-') return '/';
  const plain = text === '' ? undefined : unescapeUnitText(text);
  if (plain === undefined || plain.startsWith('/') || plain.endsWith('/')) return undefined;
  const path = `/${plain}`;
  return simplifyPath(path) === path && isNormalPath(path) ? path : undefined;
}

/**
 * The unit for a path: `/usr/lib` and `mount` → `usr-lib.mount`. A path that no unit can stand for → undefined; so is one whose name is too long, which
 * systemd gives a name with a hash.
 */
export function unitForPath(path: string, type: UnitType): string | undefined {
  const escaped = escapeUnitPath(path);
  const name = `${escaped}.${type}`;
  return escaped !== undefined && name.length < UNIT_NAME_MAX && parseUnitName(name)?.kind === 'plain' ? name : undefined;
}

/** The units for a path and every folder above it, the root's first; those whose names would be too long are left out. */
export function unitsAlongPath(path: string, type: UnitType): readonly string[] {
  const units = [`-.${type}`];
  let escaped = '';
  for (const part of path.split('/').filter((each) => each !== '')) {
    // Only at the start of a name a dot is escaped.
    escaped = escaped === '' ? escapeUnitText(part) : `${escaped}-${escapeUnitText(`x${part}`).slice(1)}`;
    if (escaped.length + type.length + 1 >= UNIT_NAME_MAX) return units;
    units.push(`${escaped}.${type}`);
  }
  return units;
}
