import type { UnreadableElement } from './assertion-data.ts';

export type Readable<T> = Exclude<T, UnreadableElement>;

/** The elements of a list that could be read. */
export function readable<T>(list: readonly T[]): Readable<T>[] {
  return list.filter(isReadable);
}

export function unreadableCount(list: readonly unknown[]): number {
  return list.length - readable(list).length;
}

function isReadable<T>(element: T): element is Readable<T> {
  return !(typeof element === 'object' && element !== null && '$unreadable' in element);
}
