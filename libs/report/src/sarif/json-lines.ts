import { escapeJson } from '../json/render-json.ts';

/**
 * JSON in pieces, with a line for each element or member down to `depth` levels, compact below that: one such line stands in memory at a
 * time. Above that depth an array may also be a generator of its elements.
 */
export function* jsonLines(value: unknown, depth = 0): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) yield escapeJson(JSON.stringify(value));
  else if (isIterable(value)) yield* enclosed('[]', value, (element) => jsonLines(element, depth - 1));
  else yield* enclosed('{}', Object.entries(value).filter(isThere), (member) => memberLines(member, depth - 1));
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function isThere([, member]: readonly [string, unknown]): boolean {
  return member !== undefined;
}

function* memberLines([name, member]: readonly [string, unknown], depth: number): Generator<string> {
  yield `${escapeJson(JSON.stringify(name))}:`;
  yield* jsonLines(member, depth);
}

function* enclosed<T>(brackets: string, parts: Iterable<T>, linesOf: (part: T) => Iterable<string>): Generator<string> {
  let before = `${brackets[0]}\n`;
  for (const part of parts) {
    yield before;
    yield* linesOf(part);
    before = ',\n';
  }
  // Without parts the bracket is still to be opened.
  yield before === ',\n' ? `\n${brackets[1]}` : `${before}\n${brackets[1]}`;
}
