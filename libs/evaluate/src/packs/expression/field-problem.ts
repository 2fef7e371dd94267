import { type JsonSchema, UNREADABLE_FIELDS } from '@staticfire/facts';
import { nearestWord } from '../nearest-word.ts';

const SCALARS = { integer: 'a whole number', number: 'a number', boolean: 'true or false', string: 'a text' } as const;

/** Why something that is no list and no map has no such field, with the one that was meant or all that there are; undefined when it has it. */
export function fieldProblem({ type, properties = {} }: JsonSchema, field: string): string | undefined {
  if (type in SCALARS) return `this is ${SCALARS[type as keyof typeof SCALARS]}, it has no field '${field}'`;
  const fields = Object.keys(properties).filter((name) => name !== UNREADABLE_FIELDS);
  if (fields.includes(field)) return undefined;
  if (fields.length === 0) return `there is no field '${field}', nor any other`;
  const nearest = nearestWord(field, fields);
  return nearest === undefined ? `there is no field '${field}', only ${fields.join(', ')}` : `there is no field '${field}'; did you mean '${nearest}'?`;
}
