/** What stands at a dotted path in a fact's value. Keys of maps have dots of their own, so the longest key that is there is taken. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const steps = path.split('.');
  for (let taken = steps.length; taken > 0; taken--) {
    const key = steps.slice(0, taken).join('.');
    if (Object.hasOwn(value, key)) return valueAt((value as Record<string, unknown>)[key], steps.slice(taken).join('.'));
  }
  return undefined;
}
