import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { type JsonObject, type JsonReader, member } from './json-value.ts';
import { type Sbom, SbomBuilder } from './sbom.ts';

/** CycloneDX 1.x (cyclonedx.org/docs). Components inside components count like others; the one that the document describes does not. */
export function readCycloneDx(document: JsonObject, reader: JsonReader, file: string): Sbom {
  const format = reader.string(document, 'bomFormat', 'document');
  if (format !== 'CycloneDX') throw new FormatError({ structure: file, field: 'bomFormat', found: format ?? 'nothing', expected: 'CycloneDX' });
  const specVersion = reader.string(document, 'specVersion', 'document') ?? '';
  if (!/^1\.[0-9]+$/.test(specVersion)) throw new UnsupportedError({ structure: file, field: 'specVersion', found: specVersion, expected: '1.x' });
  const builder = new SbomBuilder();
  const metadata = reader.object(member(document, 'metadata') ?? {}, 'metadata');
  const subject = reader.object(member(metadata, 'component') ?? {}, 'metadata.component');
  identify(subject, 'metadata.component', reader, builder);
  addComponents(document, 'document', reader, builder);
  addServices(document, 'document', reader, builder);
  checkDependencies(document, reader, builder);
  if (member(document, 'components') === undefined) builder.problem('document without components', 'components');
  const name = reader.string(subject, 'name', 'metadata.component');
  const version = reader.string(subject, 'version', 'metadata.component');
  return builder.build({ format: 'CycloneDX', specVersion, name, version, serial: reader.string(document, 'serialNumber', 'document') });
}

/** The document's depth is bounded before it is built. */
function addComponents(parent: JsonObject, place: string, reader: JsonReader, builder: SbomBuilder): void {
  reader.objects(parent, 'components', place).forEach((each, index) => {
    const at = `${place}.components[${index}]`;
    const group = reader.string(each, 'group', at);
    const name = reader.string(each, 'name', at);
    builder.add(group === undefined || group === '' || name === undefined ? name : `${group}/${name}`, reader.string(each, 'version', at), at);
    identify(each, at, reader, builder);
    if (member(each, 'type') === undefined) builder.problem('component without a type', at);
    addComponents(each, at, reader, builder);
  });
}

function addServices(parent: JsonObject, place: string, reader: JsonReader, builder: SbomBuilder): void {
  reader.objects(parent, 'services', place).forEach((each, index) => {
    const at = `${place}.services[${index}]`;
    identify(each, at, reader, builder);
    addServices(each, at, reader, builder);
  });
}

/** A bom-ref is optional. */
function identify(each: JsonObject, place: string, reader: JsonReader, builder: SbomBuilder): void {
  const id = reader.string(each, 'bom-ref', place);
  if (id !== undefined) builder.identify(id, 'bom-ref', place);
}

function checkDependencies(document: JsonObject, reader: JsonReader, builder: SbomBuilder): void {
  const seen = new Set<string>();
  reader.objects(document, 'dependencies', 'document').forEach((each, index) => {
    const ref = reader.string(each, 'ref', `dependencies[${index}]`) ?? '';
    if (seen.has(ref)) builder.problem('dependencies of a bom-ref given twice', ref);
    seen.add(ref);
    const others = reader.strings(each, 'dependsOn', `dependencies[${index}]`);
    for (const id of [ref, ...others]) if (!builder.has(id)) builder.problem('reference to a bom-ref that does not exist', id);
  });
}
