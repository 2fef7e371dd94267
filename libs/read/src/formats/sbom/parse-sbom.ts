import { UnsupportedError } from '../../bytes/index.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { JsonReader, member } from './json-value.ts';
import { parseJson } from './parse-json.ts';
import type { Sbom } from './sbom.ts';
import { readSpdx } from './spdx.ts';

/**
 * An SBOM in SPDX 2.x or CycloneDX 1.x JSON. Members of the wrong type are a FormatError, other formats and versions an UnsupportedError;
 * what is merely inconsistent is listed in `problems`. `file` names it in errors.
 */
export function parseSbom(bytes: Uint8Array, file: string): Sbom {
  const reader = new JsonReader(file);
  const document = reader.object(parseJson(bytes, file), 'document');
  if (member(document, 'spdxVersion') !== undefined) return readSpdx(document, reader, file);
  if (member(document, 'bomFormat') !== undefined) return readCycloneDx(document, reader, file);
  if (member(document, '@context') !== undefined) throw new UnsupportedError({ structure: file, message: 'JSON-LD, as SPDX 3 is written' });
  throw reader.error('document', 'neither spdxVersion nor bomFormat', 'an SBOM in SPDX 2 or CycloneDX JSON');
}
