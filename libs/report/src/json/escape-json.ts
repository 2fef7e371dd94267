import { UNPRINTABLE } from '../printable.ts';

/** JSON text in which only line feeds between members are left of what a terminal would act on. */
export function escapeJson(json: string): string {
  return json.replace(UNPRINTABLE, escapeUnits);
}

function escapeUnits(character: string): string {
  if (character === '\n') return character;
  return Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('');
}
