import { type CilStatement, wrong } from '../cil/index.ts';

/** What each statement says, by a key of which there may be one only: compilers refuse two contexts for one thing, also equal ones. */
export function once<T>(statements: readonly CilStatement[], read: (statement: CilStatement) => readonly [key: string, value: T]): T[] {
  const found = new Map<string, T>();
  for (const statement of statements) {
    const [key, value] = read(statement);
    if (found.has(key)) throw wrong(statement, key, 'one context');
    found.set(key, value);
  }
  return [...found.values()];
}
