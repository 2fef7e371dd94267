const MAX_ITEMS = 20;
/** What subjects are put together with. */
const JOINTS = /^[\s=:,;/|-]*$/;

/**
 * The elements of a list, or the values of a map, that are about one of some words: a text in them, or their key, is it; where none is, a
 * word is what several texts of an element make together, as a rule puts a subject together: `name=value`, `EFI /path`.
 */
export function findItems(value: unknown, words: readonly string[]): readonly unknown[] {
  if (words.length === 0 || typeof value !== 'object' || value === null) return [];
  const wanted = new Set(words);
  if (!Array.isArray(value))
    return Object.entries(value)
      .flatMap(([key, item]) => (wanted.has(key) ? [{ [key]: item }] : []))
      .slice(0, MAX_ITEMS);
  const found = value.filter((item) => wanted.has(item as string) || textsOf(item).some((text) => wanted.has(text)));
  return (found.length > 0 ? found : value.filter((item) => words.some((word) => isMadeOf(word, textsOf(item))))).slice(0, MAX_ITEMS);
}

function textsOf(item: unknown): readonly string[] {
  return typeof item === 'object' && item !== null ? Object.values(item).filter((member) => typeof member === 'string') : [];
}

/** Nothing but texts of the element and what joins them. */
function isMadeOf(word: string, texts: readonly string[]): boolean {
  const parts = texts.filter((text) => text !== '' && word.includes(text)).sort((a, b) => b.length - a.length);
  if (parts.length < 2) return false;
  let rest = word;
  for (const part of parts) rest = rest.replace(part, () => '');
  return JOINTS.test(rest);
}
