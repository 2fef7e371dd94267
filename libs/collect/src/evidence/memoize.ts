/** Calls `open` once for each key; a thrown error is kept and thrown again. */
export function memoize<K, V>(open: (key: K) => V): (key: K) => V {
  const results = new Map<K, { readonly value: V } | { readonly error: unknown }>();
  return (key) => {
    let result = results.get(key);
    if (result === undefined) {
      result = attempt(() => open(key));
      results.set(key, result);
    }
    if ('error' in result) throw result.error;
    return result.value;
  };
}

function attempt<V>(work: () => V): { readonly value: V } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}
