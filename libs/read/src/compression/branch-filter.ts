/**
 * Turns the absolute branch targets of code back into relative ones, in place. `start` is the position of its first byte. Returns how many bytes
 * are done: those after them, four at most, are done when more code follows, and otherwise stay as they are.
 */
export type BranchFilter = (bytes: Uint8Array, start: number, state: BranchState) => number;

/** What x86 code before `bytes` says about them. */
export interface BranchState {
  /** Where the last byte that looked like an opcode lies, seen from the first byte to come. */
  previous: number;
  mask: number;
}

/** At the start of a block. */
export const startBranches = (): BranchState => ({ previous: -1, mask: 0 });

/** Branch converters by .xz filter id (.xz file format 5.3.2; Linux lib/xz/xz_dec_bcj.c), and the alignment of their start position. */
export const BRANCH_FILTERS: ReadonlyMap<number, { readonly alignment: number; readonly undo: BranchFilter }> = new Map([
  [0x04, { alignment: 1, undo: undoX86 }],
  [0x05, { alignment: 4, undo: undoPowerPc }],
  [0x07, { alignment: 4, undo: undoArm }],
  [0x08, { alignment: 2, undo: undoArmThumb }],
  [0x09, { alignment: 4, undo: undoSparc }],
  [0x0a, { alignment: 4, undo: undoArm64 }],
]);

/** By the last three bytes that looked like opcodes: whether this one may be converted, and which byte of the target decides it. */
const X86_ALLOWED = [true, true, true, false, true, false, false, false];
const X86_DECISIVE_BYTE = [0, 1, 2, 2, 3, 3, 3, 3];

/** CALL and JMP with a 32-bit target whose top byte is all zeros or all ones. */
function undoX86(bytes: Uint8Array, start: number, state: BranchState): number {
  const view = viewOf(bytes);
  let { previous, mask } = state;
  let at = 0;
  for (; at < bytes.length - 4; at++) {
    if ((bytes[at]! & 0xfe) !== 0xe8) continue;
    const gap = at - previous;
    previous = at;
    mask = gap > 3 ? 0 : (mask << (gap - 1)) & 7;
    const blocked = mask !== 0 && (!X86_ALLOWED[mask] || isSignByte(bytes[at + 4 - X86_DECISIVE_BYTE[mask]!]!));
    if (blocked || !isSignByte(bytes[at + 4]!)) {
      mask = (mask << 1) | 1;
      continue;
    }
    view.setInt32(at + 1, x86Target(view.getInt32(at + 1, true), start + at + 5, mask), true);
    at += 4;
  }
  state.previous = previous - at;
  state.mask = mask;
  return at;
}

function x86Target(stored: number, next: number, mask: number): number {
  let source = stored;
  let target = (source - next) | 0;
  const shift = X86_DECISIVE_BYTE[mask]! * 8;
  // At most one more turn: the exclusive or leaves the deciding byte neither zeros nor ones.
  while (mask !== 0 && isSignByte((target >>> (24 - shift)) & 0xff)) {
    source = target ^ (2 ** (32 - shift) - 1);
    target = (source - next) | 0;
  }
  return (target << 7) >> 7;
}

function isSignByte(byte: number): boolean {
  return byte === 0x00 || byte === 0xff;
}

/** BL, in words; ADRP within 512 MiB, in pages. */
function undoArm64(bytes: Uint8Array, start: number): number {
  const view = viewOf(bytes);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at, true);
    const position = start + at;
    if (word >>> 26 === 0x25) {
      view.setUint32(at, 0x94000000 | ((word - Math.floor(position / 4)) & 0x03ffffff), true);
    } else if ((word & 0x9f000000) >>> 0 === 0x90000000) {
      const source = ((word >>> 29) & 3) | ((word >>> 3) & 0x1ffffc);
      if (((source + 0x20000) & 0x1c0000) !== 0) continue;
      const page = source - Math.floor(position / 4096);
      view.setUint32(at, (word & 0x9000001f) | ((page & 3) << 29) | ((page & 0x3fffc) << 3) | (-(page & 0x20000) & 0xe00000), true);
    }
  }
  return at;
}

/** BL, always executed. */
function undoArm(bytes: Uint8Array, start: number): number {
  const view = viewOf(bytes);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    if (bytes[at + 3] !== 0xeb) continue;
    const target = ((view.getUint32(at, true) << 2) - (start + at + 8)) >>> 2;
    view.setUint32(at, 0xeb000000 | (target & 0xffffff), true);
  }
  return at;
}

/** BL in its two halfwords. */
function undoArmThumb(bytes: Uint8Array, start: number): number {
  const view = viewOf(bytes);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 2) {
    const high = view.getUint16(at, true);
    const low = view.getUint16(at + 2, true);
    if ((high & 0xf800) !== 0xf000 || (low & 0xf800) !== 0xf800) continue;
    const source = ((high & 0x7ff) << 12) | ((low & 0x7ff) << 1);
    const target = (source - (start + at + 4)) >>> 1;
    view.setUint16(at, 0xf000 | ((target >>> 11) & 0x7ff), true);
    view.setUint16(at + 2, 0xf800 | (target & 0x7ff), true);
    at += 2;
  }
  return at;
}

/** Branch with link, relative. */
function undoPowerPc(bytes: Uint8Array, start: number): number {
  const view = viewOf(bytes);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at);
    if ((word & 0xfc000003) >>> 0 !== 0x48000001) continue;
    view.setUint32(at, 0x48000001 | (((word & 0x03fffffc) - (start + at)) & 0x03fffffc));
  }
  return at;
}

/** CALL within 16 MiB. */
function undoSparc(bytes: Uint8Array, start: number): number {
  const view = viewOf(bytes);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = view.getUint32(at);
    const top = word >>> 22;
    if (top !== 0x100 && top !== 0x1ff) continue;
    const target = ((word << 2) - (start + at)) >>> 2;
    const sign = (-((target >>> 22) & 1) << 22) & 0x3fffffff;
    view.setUint32(at, sign | (target & 0x3fffff) | 0x40000000);
  }
  return at;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
