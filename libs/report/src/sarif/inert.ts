import { printable } from '../printable.ts';

/** What readers in the field keep in 32 bits (the SDK of Microsoft: `artifact.offset`, `artifact.length`). */
export const INT32_LIMIT = 2 ** 31;

/** Text from an image or a pack in full, without what is invisible or active. Lone surrogates, which many JSON readers refuse, are spelt out too. */
export function inertText(text: string): string {
  return printable(text, Number.POSITIVE_INFINITY);
}

/** A property bag: every text inert, integers from 2^31 on as decimal text. */
export function inert(value: unknown): unknown {
  if (typeof value === 'string') return inertText(value);
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) >= INT32_LIMIT ? String(value) : value;
  if (Array.isArray(value)) return value.map(inert);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [inertText(name), inert(member)]));
}

/** Members that are there, as a property bag; undefined when none is. */
export function bagOf(members: Readonly<Record<string, unknown>>): { readonly properties?: Record<string, unknown> } {
  const known = Object.entries(members).filter(([, value]) => value !== undefined);
  return known.length === 0 ? {} : { properties: inert(Object.fromEntries(known)) as Record<string, unknown> };
}
