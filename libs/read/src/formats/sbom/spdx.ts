import { UnsupportedError } from '../../bytes/index.ts';
import { type JsonObject, type JsonReader, member } from './json-value.ts';
import { type Sbom, SbomBuilder } from './sbom.ts';

const DOCUMENT = 'SPDXRef-DOCUMENT';
const ID = /^SPDXRef-[A-Za-z0-9.-]+$/;
/** Stand for no element, or for one of another document. */
const OUTSIDE = /^(?:NONE|NOASSERTION|DocumentRef-.*)$/;

/** SPDX 2.x (spdx.github.io/spdx-spec/v2.3, clauses 6, 7 and 11). */
export function readSpdx(document: JsonObject, reader: JsonReader, file: string): Sbom {
  const specVersion = versionOf(reader.string(document, 'spdxVersion', 'document') ?? '', file);
  const builder = new SbomBuilder();
  const packages = reader.objects(document, 'packages', 'document');
  packages.forEach((each, index) => void addPackage(each, `packages[${index}]`, reader, builder));
  const known = otherIds(document, reader);
  checkReferences(document, reader, builder, (id) => builder.has(id) || known.has(id) || OUTSIDE.test(id));
  const serial = reader.string(document, 'documentNamespace', 'document');
  const name = reader.string(document, 'name', 'document');
  checkDocument(document, name, serial, reader, builder);
  return builder.build({ format: 'SPDX', specVersion, name, version: undefined, serial });
}

function versionOf(text: string, file: string): string {
  const version = /^SPDX-(2\.[0-9]+)$/.exec(text)?.[1];
  if (version === undefined) throw new UnsupportedError({ structure: file, field: 'spdxVersion', found: text, expected: 'SPDX-2.x' });
  return version;
}

function addPackage(each: JsonObject, place: string, reader: JsonReader, builder: SbomBuilder): void {
  builder.add(reader.string(each, 'name', place), reader.string(each, 'versionInfo', place), place);
  const id = reader.string(each, 'SPDXID', place);
  builder.identify(id, 'SPDXID', place);
  if (id !== undefined && !ID.test(id)) builder.problem('SPDXID that is not SPDXRef-…', id);
}

/** The document's own, and those of files and snippets. */
function otherIds(document: JsonObject, reader: JsonReader): ReadonlySet<string> {
  const elements = ['files', 'snippets'].flatMap((name) => reader.objects(document, name, 'document'));
  return new Set([DOCUMENT, ...elements.map((each) => reader.string(each, 'SPDXID', 'element') ?? '')]);
}

function checkReferences(document: JsonObject, reader: JsonReader, builder: SbomBuilder, exists: (id: string) => boolean): void {
  const relationships = reader.objects(document, 'relationships', 'document').flatMap((each, index) => {
    const place = `relationships[${index}]`;
    return [reader.string(each, 'spdxElementId', place) ?? '', reader.string(each, 'relatedSpdxElement', place) ?? ''];
  });
  const described = reader.strings(document, 'documentDescribes', 'document');
  for (const id of [...relationships, ...described]) if (!exists(id)) builder.problem('reference to an SPDXID that does not exist', id);
}

function checkDocument(document: JsonObject, name: string | undefined, serial: string | undefined, reader: JsonReader, builder: SbomBuilder): void {
  if (name === undefined || name === '') builder.problem('document without a name', 'name');
  if (serial === undefined || serial === '') builder.problem('document without a namespace', 'documentNamespace');
  if (member(document, 'packages') === undefined) builder.problem('document without packages', 'packages');
  if (reader.string(document, 'SPDXID', 'document') !== DOCUMENT) builder.problem('document that is not SPDXRef-DOCUMENT', 'SPDXID');
}
