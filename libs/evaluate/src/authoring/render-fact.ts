import { printable, printableProse } from '@staticfire/findings';
import { describeOrigin } from './describe-origin.ts';
import type { FactExplanation, FieldExplanation } from './fact-explanation.ts';
import type { Line } from './layout.ts';

/** A fact as lines for a terminal. */
export function factLines({ scope, origin, fields, rules }: FactExplanation): readonly Line[] {
  return [
    ['scope', scope === 'disk' ? 'one for the image' : 'one for each bank'],
    ...(origin === undefined ? [] : [['is', describeOrigin(origin)] as Line]),
    ['fields', ...fields.map(fieldLine)],
    ['read by', ...rules.map((id) => printable(id))],
  ];
}

function fieldLine({ path, type, optional, partial, description }: FieldExplanation): string {
  const notes = [
    type,
    ...(optional ? ['may be absent'] : []),
    ...(partial ? [type === 'map' ? 'single values can be unreadable' : 'single elements can be unreadable'] : []),
  ];
  return `${printable(path === '' ? 'the value' : path)} (${printable(notes.join(', '), 400)})${description === '' ? '' : `: ${printableProse(description)}`}`;
}
