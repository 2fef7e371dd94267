import { type ScanResult, saveResult } from '@staticfire/findings';
import { UNPRINTABLE } from '../printable.ts';

/** Most text is; looking it up is ten times as fast as classes of Unicode are. Beside ASCII: letters of Latin, and punctuation as in what we cut short (…). */
const PLAIN = /^[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*$/;

/** The whole result as it is saved, members in the order of the result; long lists come element by element. */
export function* renderJson(result: ScanResult): Generator<string> {
  const members = Object.entries(saveResult(result)).filter(([, value]) => value !== undefined);
  for (const [index, [name, value]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}\n  ${renderValue(name, 0)}: `;
    if (Array.isArray(value) && value.length > 0) yield* renderElements(value);
    else yield renderValue(value, 1);
  }
  yield '\n}\n';
}

/**
 * JSON with one final line feed. What a terminal would act on is written as JSON's own \u escape, which changes no value; the line
 * feeds between members are layout.
 */
export function renderJsonText(value: unknown): string {
  return `${renderValue(value, 0)}\n`;
}

/** JSON text in which only line feeds between members are left of what a terminal would act on. */
export function escapeJson(json: string): string {
  return PLAIN.test(json) ? json : json.replace(UNPRINTABLE, escapeUnits);
}

function* renderElements(elements: readonly unknown[]): Generator<string> {
  for (const [index, element] of elements.entries()) yield `${index === 0 ? '[' : ','}\n    ${renderValue(element, 2)}`;
  yield '\n  ]';
}

/** As it stands `depth` levels inside a document. Line feeds in values are escaped, so that each one left is layout. */
function renderValue(value: unknown, depth: number): string {
  return escapeJson(JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${'  '.repeat(depth)}`));
}

function escapeUnits(character: string): string {
  if (character === '\n') return character;
  return Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('');
}
