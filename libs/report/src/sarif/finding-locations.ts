import type { Evidence, EvidencePlace, Finding } from '@staticfire/findings';
import type { Location, PhysicalLocation, Region } from 'sarif';
import { type ArtifactTable, nameOfPlace } from './artifact-table.ts';
import { bagOf, INT32_LIMIT, inertText } from './inert.ts';

type Source = Evidence['sources'][number];

/** GitHub shows at most 100 for a result; a value that follows from hundreds of files names each of them. */
const MAX_RELATED = 50;

export interface FindingLocations {
  readonly primary: Location;
  readonly related: readonly Location[];
  /** Places of evidence beyond the limit. */
  readonly left: number;
  /** For people: `ROOT-A:/usr/lib/sysctl.d/80-release.conf, line 3`. */
  readonly where: string;
}

interface NamedPlace {
  readonly name: string;
  readonly kind: 'file' | 'partition' | 'disk' | 'user-data';
  readonly line?: number | undefined;
  readonly about: string;
  readonly locate: (artifacts: ArtifactTable) => PhysicalLocation;
}

/** Lines that decide come before the bytes that were read. Without evidence the finding is about the image as a whole. */
export function locateFinding(finding: Finding, artifacts: ArtifactTable): FindingLocations {
  const places = placesOf(finding.evidence);
  const [first, ...others] = places;
  const related = others
    .slice(0, MAX_RELATED)
    .map(({ about, locate }, index) => ({ id: index + 1, physicalLocation: locate(artifacts), message: { text: about } }));
  return { primary: primaryLocation(finding, first, artifacts), related, left: others.length - related.length, where: describePlace(first) };
}

/** `where` alone, for those who write no artifacts. */
export function whereFinding({ evidence }: Finding): string {
  return describePlace(placesOf(evidence)[0]);
}

function describePlace(place: NamedPlace | undefined): string {
  if (place === undefined) return 'the image';
  return `${place.name}${place.line === undefined ? '' : `, line ${place.line}`}`;
}

function primaryLocation({ subject }: Finding, place: NamedPlace | undefined, artifacts: ArtifactTable): Location {
  const name = place?.name ?? 'image';
  const about = subject === undefined || name.endsWith(subject) ? '' : `#${subject}`;
  return {
    physicalLocation: place?.locate(artifacts) ?? { artifactLocation: { index: artifacts.image } },
    logicalLocations: [{ fullyQualifiedName: inertText(`${name}${about}`), kind: place?.kind ?? 'image' }],
  };
}

/** Findings of one rule often rest on the same evidence. */
const placesOfEvidence = new WeakMap<readonly Evidence[], readonly NamedPlace[]>();

function placesOf(evidence: readonly Evidence[]): readonly NamedPlace[] {
  const known = placesOfEvidence.get(evidence) ?? findPlaces(evidence);
  placesOfEvidence.set(evidence, known);
  return known;
}

/** One place for each line and each range, whatever the number of values that rest on it. */
function findPlaces(evidence: readonly Evidence[]): readonly NamedPlace[] {
  const places = new Map<string, NamedPlace>();
  for (const each of evidence) {
    const about = aboutOf(each);
    for (const place of each.places ?? []) add(places, `${nameOfLine(place)} ${place.line}`, () => linePlace(place, about));
    for (const source of each.sources) add(places, `${nameOfPlace(source)} ${source.offset}+${source.length}`, () => rangePlace(source, about));
    const { userData } = each;
    if (userData !== undefined) add(places, `${userData.path} undefined`, () => userDataPlace(userData.path, about));
  }
  return [...places.values()];
}

function add(places: Map<string, NamedPlace>, key: string, make: () => NamedPlace): void {
  if (!places.has(key)) places.set(key, make());
}

function aboutOf({ fact, path, bank }: Evidence): string {
  const name = inertText(path === '' ? fact : `${fact}.${path}`)
    .replaceAll('](', ']\\(')
    .replace(/[{}]/g, '$&$&');
  return `${name}${bank === undefined ? '' : ` (bank ${bank})`}`;
}

function nameOfLine({ bank, partition, file }: EvidencePlace): string {
  return partition === undefined ? file : nameOfPlace({ bank, partition, path: file });
}

function linePlace(place: EvidencePlace, about: string): NamedPlace {
  const { file, bank, partition, line, layer, excerpt } = place;
  const region = lineRegion(line, excerpt);
  return {
    name: nameOfLine(place),
    kind: partition === undefined ? 'user-data' : 'file',
    line,
    about,
    locate: (artifacts) => ({
      artifactLocation: { index: partition === undefined ? artifacts.ownFile(file) : artifacts.find({ bank, partition, path: file }) },
      ...(region === undefined ? {} : { region }),
      ...bagOf({ layer, ...(region === undefined ? { line, excerpt } : {}) }),
    }),
  };
}

function lineRegion(line: number | undefined, excerpt: string | undefined): Region | undefined {
  if (line === undefined || line < 1 || line >= INT32_LIMIT) return undefined;
  return { startLine: line, ...(excerpt === undefined ? {} : { snippet: { text: inertText(excerpt) } }) };
}

/** Offsets count inside the innermost artifact (SARIF 3.30.11), as sources do. */
function rangePlace(source: Source, about: string): NamedPlace {
  const { offset, length, sha256, path, partition } = source;
  const fits = offset < INT32_LIMIT && length < INT32_LIMIT;
  return {
    name: nameOfPlace(source),
    kind: path !== undefined ? 'file' : partition === 'DISK' ? 'disk' : 'partition',
    about,
    locate: (artifacts) => ({
      artifactLocation: { index: artifacts.find(source) },
      ...(fits ? { region: { byteOffset: offset, byteLength: length } } : {}),
      ...bagOf({ sha256, ...(fits ? {} : { byteOffset: String(offset), byteLength: String(length) }) }),
    }),
  };
}

function userDataPlace(path: string, about: string): NamedPlace {
  return { name: path, kind: 'user-data', about, locate: (artifacts) => ({ artifactLocation: { index: artifacts.ownFile(path) } }) };
}
