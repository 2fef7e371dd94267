const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A file name as a string, losslessly: bytes that are not UTF-8 become lone surrogates
 * U+DC80 to U+DCFF, one for each byte (PEP 383), which `encodeFileName` turns back.
 */
export function decodeFileName(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeEscaping(bytes);
  }
}

/** The bytes that `decodeFileName` was given. */
export function encodeFileName(name: string): Uint8Array {
  if (name.isWellFormed()) return new TextEncoder().encode(name);
  const parts: number[] = [];
  for (const character of name) {
    const code = character.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) parts.push(code - 0xdc00);
    else parts.push(...new TextEncoder().encode(character));
  }
  return Uint8Array.from(parts);
}

function decodeEscaping(bytes: Uint8Array): string {
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = validSequenceLength(bytes, at);
    name += length === 0 ? String.fromCharCode(0xdc00 + bytes[at]!) : strict.decode(bytes.subarray(at, at + length));
    at += Math.max(length, 1);
  }
  return name;
}

/** Length in bytes of the UTF-8 sequence at `at`, 0 when there is none. */
function validSequenceLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) {
    try {
      strict.decode(bytes.subarray(at, at + length));
      return length;
    } catch {}
  }
  return 0;
}
