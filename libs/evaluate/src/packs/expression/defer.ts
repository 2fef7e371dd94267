const WALKS = ['values', 'entries', 'forEach', Symbol.iterator] as const;

/**
 * Makes a map give `make(key)` in place of what it holds under these keys: of a large table rules look at few entries, and only those
 * are made, once each; whoever walks the map makes all. Keys, size and type stay those of the map.
 */
export function defer<M extends Map<string, unknown>>(map: M, keys: readonly string[], make: (key: string) => unknown): M {
  const pending = new Set(keys);
  const get = (key: string): unknown => {
    if (pending.delete(key)) map.set(key, make(key));
    return Map.prototype.get.call(map, key);
  };
  const walks = WALKS.map((name) => {
    const walk = (...args: readonly unknown[]): unknown => {
      for (const key of keys) get(key);
      return Reflect.apply(Map.prototype[name], map, args);
    };
    return [name, { value: walk }] as const;
  });
  return Object.defineProperties(map, { get: { value: get, configurable: true }, ...Object.fromEntries(walks) });
}
