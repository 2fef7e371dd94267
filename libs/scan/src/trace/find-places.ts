import type { Fact, Source } from '@staticfire/facts';
import type { TracedPlace } from '@staticfire/findings';

const MAX_PLACES = 50;
const MAX_DEPTH = 6;

export interface PlacedValue {
  /** What was read, or the elements of it that findings are about. */
  readonly value: unknown;
  /** The object that the value is a member of. */
  readonly parent: unknown;
  /** Where in the fact it was read. */
  readonly path: string;
  readonly fact: Fact | undefined;
  /** `settings.origins`. */
  readonly origins: Fact | undefined;
}

/** The lines of files that decide a value: those that it names itself, and for settings those that settings.origins names. */
export function findPlaces({ value, parent, path, fact, origins }: PlacedValue): readonly TracedPlace[] {
  const own = typeof value === 'object' && value !== null ? placesIn(value, path, 0) : typeof value === 'string' ? beside(parent, path) : [];
  const settings = fact?.name === 'settings.effective' ? settingPlaces(path, origins) : [];
  const sources = [...(fact?.sources ?? []), ...(origins?.sources ?? [])];
  return [...own, ...settings].slice(0, MAX_PLACES).map((place) => withSource(place, sources));
}

/** What the object that a text stands in says of where it comes from; its flags and numbers are no choice that a line makes. */
function beside(parent: unknown, path: string): readonly TracedPlace[] {
  const place = typeof parent === 'object' && parent !== null ? placeOf(parent as Record<string, unknown>, path) : undefined;
  return place === undefined ? [] : [place];
}

function placesIn(value: unknown, key: string, depth: number): readonly TracedPlace[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => placesIn(item, key, depth + 1));
  const place = placeOf(value as Record<string, unknown>, key);
  return [...(place === undefined ? [] : [place]), ...Object.entries(value).flatMap(([name, member]) => placesIn(member, name, depth + 1))];
}

/** Facts tell a place by the members `file`, `line`, `layer`, and why by `because` or `how`. */
function placeOf(value: Record<string, unknown>, key: string): TracedPlace | undefined {
  const { file, line, layer } = value;
  const because = value['because'] ?? value['how'];
  if (typeof file !== 'string' && typeof layer !== 'string') return undefined;
  return {
    file: typeof file === 'string' ? file : '',
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof layer === 'string' ? { layer } : {}),
    ...(key === '' ? {} : { key }),
    ...(typeof because === 'string' ? { because } : {}),
  };
}

interface OriginEntry {
  readonly key: string;
  readonly layer: string;
  readonly file: string;
  readonly line: number;
}

/** Keys are written as TOML writes them, with quotes where names have dots. */
function settingPlaces(path: string, origins: Fact | undefined): readonly TracedPlace[] {
  if (origins?.state !== 'present') return [];
  const { entries } = origins.value as { readonly entries: readonly OriginEntry[] };
  const wanted = path === '' ? 'settings' : `settings.${path}`;
  return entries.filter(({ key }) => isBelow(key.replaceAll('"', ''), wanted)).map(({ key, layer, file, line }) => ({ key, layer, file, line }));
}

/** A setting below the path, or above it: a table that is read may stand in one line. */
function isBelow(key: string, wanted: string): boolean {
  return key === wanted || key.startsWith(`${wanted}.`) || wanted.startsWith(`${key}.`);
}

/** A fact names paths without the sysroot; its sources name them as they are. */
function withSource(place: TracedPlace, sources: readonly Source[]): TracedPlace {
  const source = place.file === '' ? undefined : sources.find(({ path }) => path !== undefined && (path === place.file || path.endsWith(place.file)));
  return source === undefined ? place : { ...place, source };
}
