import { inflateSync } from 'node:zlib';
import { toInflateError } from '../../compression/index.ts';
import { JsonReader } from './json-value.ts';
import { parseJson } from './parse-json.ts';

/** A package that was built into a Rust program. */
export interface Crate {
  readonly name: string;
  readonly version: string;
}

const MAX_LENGTH = 8 * 1024 * 1024;
const STRUCTURE = 'cargo-auditable dependency list';

/**
 * The list that cargo-auditable leaves in a program: JSON, compressed by zlib (its repository's PARSING.md), without what was used to build it
 * only. `offset` is the absolute image offset of the first byte.
 */
export function parseCargoAuditable(bytes: Uint8Array, offset: number): Crate[] {
  const json = new JsonReader(STRUCTURE);
  const document = json.object(parseJson(inflate(bytes, offset), STRUCTURE), 'document');
  return json
    .objects(document, 'packages', 'document')
    .map((object, index) => ({ object, place: `packages[${index}]` }))
    .filter(({ object, place }) => json.string(object, 'kind', place) !== 'build')
    .map(({ object, place }) => ({ name: json.string(object, 'name', place) ?? '', version: json.string(object, 'version', place) ?? '' }));
}

function inflate(bytes: Uint8Array, offset: number): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_LENGTH });
  } catch (error) {
    throw toInflateError(error, STRUCTURE, offset, MAX_LENGTH);
  }
}
