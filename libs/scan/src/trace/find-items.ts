const MAX_ITEMS = 20;

/** The elements of a list, or the values of a map, that are about one of some words: a text in them, or their key, is it. */
export function findItems(value: unknown, words: readonly string[]): readonly unknown[] {
  if (words.length === 0 || typeof value !== 'object' || value === null) return [];
  const wanted = new Set(words);
  const found = Array.isArray(value)
    ? value.filter((item) => wanted.has(item as string) || textsOf(item).some((text) => wanted.has(text)))
    : Object.entries(value).flatMap(([key, item]) => (wanted.has(key) ? [{ [key]: item }] : []));
  return found.slice(0, MAX_ITEMS);
}

function textsOf(item: unknown): readonly string[] {
  return typeof item === 'object' && item !== null ? Object.values(item).filter((member) => typeof member === 'string') : [];
}
