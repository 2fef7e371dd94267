import type { Failure } from '@staticfire/facts';

/** Raised when an expression touches something that could not be read; CEL's logic absorbs it as Kleene's does. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';

  /** Without a stack, which nobody reads: gathering one takes longer than what is judged. */
  constructor(failure: Pick<Failure, 'message'>) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(failure.message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Makes a map raise as soon as it is looked into. */
export function raiseAlways<M extends Map<string, unknown>>(map: M, failure: Pick<Failure, 'message'>): M {
  const raise = () => {
    throw new UnreadableError(failure);
  };
  const members = Object.fromEntries(['get', 'has', 'keys', 'entries', 'values', 'forEach', Symbol.iterator].map((name) => [name, { value: raise }]));
  return Object.defineProperties(map, { ...members, size: { get: raise } });
}

/** Makes a map raise when one of these keys is asked for, and, where nothing is known of keys that it lacks, when one of those is. */
export function raiseOn<M extends Map<string, unknown>>(map: M, failures: ReadonlyMap<string, Failure>, missing: 'absent' | 'unknown'): M {
  if (failures.size === 0 && missing === 'absent') return map;
  const { get, has } = map;
  const check = (key: string) => {
    const failure = failures.get(key);
    if (failure !== undefined) throw new UnreadableError(failure);
    if (missing === 'unknown' && !has.call(map, key)) throw new UnreadableError({ message: `nothing is known about ${key}` });
  };
  const checkedGet = (key: string): unknown => {
    check(key);
    return get.call(map, key);
  };
  const checkedHas = (key: string): boolean => {
    check(key);
    return has.call(map, key);
  };
  return Object.defineProperties(map, { get: { value: checkedGet }, has: { value: checkedHas } });
}
