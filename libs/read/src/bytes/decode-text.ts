import { FormatError, LimitError } from './read-error.ts';

const strict = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * UTF-8 text of at most `maxLength` bytes; a byte order mark stays. `structure` names the text in errors: too long is a LimitError,
 * other encodings are a FormatError with the line and the byte, counted from the text's start.
 */
export function decodeText(bytes: Uint8Array, structure: string, maxLength: number): string {
  if (bytes.length > maxLength) throw new LimitError({ structure, message: `${bytes.length} bytes, at most ${maxLength} are read` });
  try {
    return strict().decode(bytes);
  } catch {
    const at = firstInvalidByte(bytes);
    const line = bytes.subarray(0, at).reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 1);
    throw new FormatError({ structure, field: `line ${line}`, message: `byte ${at} of the text is not UTF-8` });
  }
}

/** Where the longest prefix ends that can still become UTF-8. */
function firstInvalidByte(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValidPrefix(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

function isValidPrefix(bytes: Uint8Array): boolean {
  try {
    strict().decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
