const MAX_ITEMS = 20;
/** Elements that are looked at for words put together, in all: tens of milliseconds. */
const MAX_JOINED = 200_000;
/** What subjects are put together with. */
const JOINTS = /^[\s=:,;/|-]*$/;

/**
 * The elements of a list, or the values of a map, that are about one of some words: a text in them, or their key, is it; where none is, a
 * word is what several texts of an element make together, as a rule puts a subject together: `name=value`, `EFI /path`.
 */
export function findItems(value: unknown, words: readonly string[]): readonly unknown[] {
  return new ItemIndex().find(value, words);
}

/** `findItems` for many words in the same lists: each list is walked once. */
export class ItemIndex {
  readonly #byText = new Map<object, ReadonlyMap<string, readonly unknown[]>>();
  #left = MAX_JOINED;

  find(value: unknown, words: readonly string[]): readonly unknown[] {
    if (words.length === 0 || typeof value !== 'object' || value === null) return [];
    if (!Array.isArray(value))
      return words.flatMap((key) => (Object.hasOwn(value, key) ? [{ [key]: (value as Record<string, unknown>)[key] }] : [])).slice(0, MAX_ITEMS);
    const byText = this.#textsOf(value);
    const wanted = new Set(words.flatMap((word) => byText.get(word) ?? []));
    const inOrder = words.length === 1 ? (byText.get(words[0]!) ?? []) : value.filter((item) => wanted.has(item));
    return (inOrder.length > 0 ? inOrder : this.#joined(value, words)).slice(0, MAX_ITEMS);
  }

  #joined(list: readonly unknown[], words: readonly string[]): readonly unknown[] {
    this.#left -= list.length;
    return this.#left < 0 ? [] : list.filter((item) => words.some((word) => isMadeOf(word, textsOf(item))));
  }

  #textsOf(list: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
    let byText = this.#byText.get(list);
    if (byText === undefined) {
      const texts = new Map<string, unknown[]>();
      for (const item of list) for (const text of new Set(typeof item === 'string' ? [item] : textsOf(item))) append(texts, text, item);
      this.#byText.set(list, texts);
      byText = texts;
    }
    return byText;
  }
}

function append(texts: Map<string, unknown[]>, text: string, item: unknown): void {
  const items = texts.get(text);
  if (items === undefined) texts.set(text, [item]);
  else items.push(item);
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
