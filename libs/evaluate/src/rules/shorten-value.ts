const MAX_ITEMS = 8;
const MAX_MEMBERS = 64;
const MAX_TEXT = 400;

/** A value with long lists and texts cut; they say so. */
export function shortenValue(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}… (${value.length} characters)` : value;
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map(shortenValue);
    return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const shown = members.slice(0, MAX_MEMBERS).map(([key, member]) => [key, shortenValue(member)] as const);
  return Object.fromEntries(members.length > MAX_MEMBERS ? [...shown, ['…', `${members.length - MAX_MEMBERS} more`]] : shown);
}
