import { decodeCodePage437, lowerCodePage437 } from './code-page-437.ts';
import type { DirectorySlot } from './directory-slot.ts';

const BASE_LENGTH = 8;
const LOWER_BASE = 0x08;
const LOWER_EXTENSION = 0x10;
/** Stands for a first byte of 0xe5, which would mark the entry as free. */
const ESCAPED_E5 = 0x05;
/** fatgen103, "Name field": what DIR_Name may not hold. Lower case, also forbidden, is read as Linux does. */
const FORBIDDEN = /[\0-\x1f\x7f"*+,./:;<=>?[\\\]|]/;

/** The 8.3 name as Linux shows it (mount option shortname=mixed): in lower case where Windows NT's bits say so. */
export function shortNameOf(slot: DirectorySlot): string {
  return joinName(slot, (slot.caseBits & LOWER_BASE) !== 0, (slot.caseBits & LOWER_EXTENSION) !== 0);
}

/** Throws a FormatError on a name that the specification forbids, so that no two names look the same and none is hidden. */
export function checkShortName(slot: DirectorySlot): void {
  const name = decodeName(slot);
  const base = name.slice(0, BASE_LENGTH);
  if (base.trim() === '' || base.startsWith(' ') || FORBIDDEN.test(name)) throw slot.view.error('DIR_Name', 0, JSON.stringify(name), 'an 8.3 name');
}

export function isPlainShortName(slot: DirectorySlot): boolean {
  const name = decodeName(slot);
  return !name.startsWith(' ') && !FORBIDDEN.test(name);
}

/** A volume label: all 11 bytes are one name, without its padding. */
export function decodeLabel(bytes: Uint8Array): string {
  return decodeCodePage437(withoutEscape(bytes)).trimEnd();
}

/** By which the parts of a long name know their entry. fatgen103, "ChkSum". */
export function shortNameChecksum({ shortName }: DirectorySlot): number {
  return shortName.reduce((sum, byte) => (((sum & 1) << 7) + (sum >>> 1) + byte) & 0xff, 0);
}

function joinName(slot: DirectorySlot, lowerBase: boolean, lowerExtension: boolean): string {
  const name = decodeName(slot);
  const base = withCase(name.slice(0, BASE_LENGTH).replace(/ +$/, ''), lowerBase);
  const extension = withCase(name.slice(BASE_LENGTH).replace(/ +$/, ''), lowerExtension);
  return extension === '' ? base : `${base}.${extension}`;
}

function withCase(text: string, lower: boolean): string {
  return lower ? lowerCodePage437(text) : text;
}

function decodeName({ shortName }: DirectorySlot): string {
  return decodeCodePage437(withoutEscape(shortName));
}

function withoutEscape(bytes: Uint8Array): Uint8Array {
  return bytes[0] === ESCAPED_E5 ? Uint8Array.from([0xe5, ...bytes.subarray(1)]) : bytes;
}
