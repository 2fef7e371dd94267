import { printable } from '../../printable.ts';
import { findJsonError } from './find-json-error.ts';
import { isObject, type JsonObject } from './json-view.ts';

/** Bytes of one file: ten times what GitHub takes, even if nothing in it could be compressed. */
export const MAX_SARIF_BYTES = 100 * 1024 * 1024;
/** SARIF itself nests about twenty levels; its graphs and exceptions may go deeper. */
const MAX_DEPTH = 500;
/** 25 000 results of ours, with all their places, are one million. */
const MAX_VALUES = 4_000_000;

export class SarifError extends Error {
  override readonly name = 'SarifError';
}

export interface ParsedSarif {
  readonly text: string;
  readonly log: JsonObject;
  readonly hasByteOrderMark: boolean;
}

/** Throws SarifError with line:column when the bytes are no UTF-8 or no JSON, and when the document is no SARIF log or over a limit. */
export function parseSarif(bytes: Uint8Array): ParsedSarif {
  if (bytes.length > MAX_SARIF_BYTES) throw new SarifError(`it has ${bytes.length} bytes, at most ${MAX_SARIF_BYTES} are looked at`);
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = decodeText(hasByteOrderMark ? bytes.subarray(3) : bytes);
  refuseHostile(text);
  const log = parseJson(text);
  if (!isObject(log) || !('version' in log || 'runs' in log)) throw new SarifError('it is JSON, but no SARIF log: a log is an object with version and runs');
  return { text, log, hasByteOrderMark };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SarifError('it is not UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const index = findJsonError(text) ?? text.length;
    const found = index === text.length ? 'the end' : `"${printable(String.fromCodePoint(text.codePointAt(index)!))}"`;
    throw new SarifError(`${describePosition(text, index)}: no JSON: ${found} is not expected here`);
  }
}

/** Before anything recurses into the document, or an object is made for each value. What stands inside strings does not count. */
function refuseHostile(text: string): void {
  let [depth, values, inString] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === COMMA) values += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      values += 1;
      if (depth > MAX_DEPTH) throw new SarifError(`${describePosition(text, index)}: it nests deeper than ${MAX_DEPTH} levels`);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    if (values > MAX_VALUES) throw new SarifError(`${describePosition(text, index)}: it has more than ${MAX_VALUES} values`);
  }
}

const [QUOTE, BACKSLASH, COMMA, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = Array.from('"\\,{}[]', (character) => character.charCodeAt(0));

/** Line and column from 1; columns count UTF-16 units. */
function describePosition(text: string, position: number): string {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  return `${line}:${position - before.lastIndexOf('\n')}`;
}
