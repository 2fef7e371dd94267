import { type Failure, isUnreadable, type PartialObject, UNREADABLE_FIELDS } from '@staticfire/facts';

/** A value of a `partialObject`: what is undefined is left out, what is unreadable is told apart. */
export function partialValue(fields: Readonly<Record<string, unknown>>): PartialObject {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && !isUnreadable(value));
  const failures = Object.entries(fields).flatMap(([name, value]): [string, Failure][] => (isUnreadable(value) ? [[name, value.$unreadable]] : []));
  return { ...Object.fromEntries(known), ...(failures.length === 0 ? {} : { [UNREADABLE_FIELDS]: Object.fromEntries(failures) }) };
}
