import type { Fact, Source } from '@staticfire/facts';
import type { TracedPlace } from '@staticfire/findings';

const MAX_DEPTH = 6;
/** What boot.cmdline names `bootconfig`, beside words of the file that has the command line. */
const BOOT_CONFIG = '/bootconfig.data';

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

/** The lines of files that decide a value, one by one: those that it names itself, and for settings those that settings.origins names. */
export function* findPlaces({ value, parent, path, fact, origins }: PlacedValue): Iterable<TracedPlace> {
  const sources = [...(fact?.sources ?? []), ...(origins?.sources ?? [])];
  const file = fact?.state === 'present' ? pathOf(fact.value) : undefined;
  const own = typeof value === 'object' && value !== null ? placesIn(value, path, file, 0) : typeof value === 'string' ? beside(parent, path, file) : [];
  for (const place of own) yield withSource(place, sources);
  const settings = fact?.name === 'settings.effective' ? settingPlaces(path, origins) : [];
  for (const place of settings) yield withSource(place, sources);
}

/** What the object that a text stands in says of where it comes from; its flags and numbers are no choice that a line makes. */
function beside(parent: unknown, path: string, file: string | undefined): readonly TracedPlace[] {
  const place = typeof parent === 'object' && parent !== null ? placeOf(parent as Record<string, unknown>, path, file) : undefined;
  return place === undefined ? [] : [place];
}

/** `file` is the path of the object around. */
function* placesIn(value: unknown, key: string, file: string | undefined, depth: number): Iterable<TracedPlace> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* placesIn(item, key, file, depth + 1);
    return;
  }
  const place = placeOf(value as Record<string, unknown>, key, file);
  if (place !== undefined) yield place;
  for (const [name, member] of Object.entries(value)) yield* placesIn(member, name, pathOf(value) ?? file, depth + 1);
}

function pathOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string' ? value.path : undefined;
}

/**
 * Facts tell a place by the members `file`, `line`, `layer` or `from`, and why by `because` or `how`. What has a line or says from what it is,
 * and names no file, stands in the file that the fact, or the object around it, is about.
 */
function placeOf(value: Record<string, unknown>, key: string, around: string | undefined): TracedPlace | undefined {
  const { line, from } = value;
  const layer = value['layer'] ?? from;
  const because = value['because'] ?? value['how'];
  const inherited = typeof line === 'number' || typeof from === 'string' ? (from === 'bootconfig' ? BOOT_CONFIG : around) : undefined;
  const file = typeof value['file'] === 'string' ? value['file'] : inherited;
  if (file === undefined && typeof layer !== 'string') return undefined;
  return {
    file: file ?? '',
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

/** Keys are written as TOML writes them, with quotes where names have dots. That of the path itself comes first. */
function settingPlaces(path: string, origins: Fact | undefined): readonly TracedPlace[] {
  if (origins?.state !== 'present') return [];
  const { entries } = origins.value as { readonly entries: readonly OriginEntry[] };
  const wanted = path === '' ? 'settings' : `settings.${path}`;
  const found = entries.filter(({ key }) => isBelow(key.replaceAll('"', ''), wanted));
  const exact = found.filter(({ key }) => key.replaceAll('"', '') === wanted);
  return [...exact, ...found.filter((each) => !exact.includes(each))].map(({ key, layer, file, line }) => ({ key, layer, file, line }));
}

/** A setting below the path, or above it: a table that is read may stand in one line. */
function isBelow(key: string, wanted: string): boolean {
  return key === wanted || key.startsWith(`${wanted}.`) || wanted.startsWith(`${key}.`);
}

/** A fact names paths without the sysroot; its sources name them as they are. User data lie outside of the image, whatever they are called. */
function withSource(place: TracedPlace, sources: readonly Source[]): TracedPlace {
  if (place.file === '' || place.layer === 'user-data') return place;
  const source = sources.find(({ path }) => path !== undefined && (path === place.file || path.endsWith(place.file)));
  return source === undefined ? place : { ...place, source };
}
