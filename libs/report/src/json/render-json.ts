import type { ScanResult } from '@staticfire/findings';
import { UNPRINTABLE } from '../printable.ts';

/** The whole result, members in the order of the result. */
export function renderJson(result: ScanResult): string {
  return renderJsonText(result);
}

/**
 * JSON with one final line feed. What a terminal would act on is written as JSON's own \u escape, which changes no value; the line
 * feeds between members are layout.
 */
export function renderJsonText(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`;
}

/** JSON text in which only line feeds between members are left of what a terminal would act on. */
export function escapeJson(json: string): string {
  return json.replace(UNPRINTABLE, escapeUnits);
}

function escapeUnits(character: string): string {
  if (character === '\n') return character;
  return Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('');
}
