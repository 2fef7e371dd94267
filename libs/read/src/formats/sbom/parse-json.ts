import { decodeText, FormatError, LimitError } from '../../bytes/index.ts';

const MAX_LENGTH = 64 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_VALUES = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/**
 * A JSON document, counted before it is built: at most 64 MiB, a million values, nested 64 deep, else a LimitError. What is not JSON is a
 * FormatError. `file` names it in errors.
 */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  const text = decodeText(bytes, file, MAX_LENGTH);
  countValues(bytes, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FormatError({ structure: file, message: 'not JSON', cause: error });
  }
}

function countValues(bytes: Uint8Array, file: string): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (OPEN.has(byte)) depth++;
    else if (CLOSE.has(byte)) depth--;
    if ((byte === COMMA || OPEN.has(byte)) && ++values > MAX_VALUES) throw new LimitError({ structure: file, message: `more than ${MAX_VALUES} values` });
    if (depth > MAX_DEPTH) throw new LimitError({ structure: file, message: `nested deeper than ${MAX_DEPTH}` });
  }
}

/** Where the closing quote is. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
