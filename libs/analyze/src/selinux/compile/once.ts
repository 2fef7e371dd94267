import type { SecurityContext } from '@staticfire/read/formats/selinux-policy';
import { type CilStatement, wrong } from '../cil/index.ts';
import { isSameRange } from './policy-levels.ts';

interface Labelled {
  readonly context: SecurityContext | undefined;
  readonly second?: SecurityContext;
}

/** What each statement says, by a key of which there may be one only; another context for the same is a FormatError. */
export function once<T extends Labelled>(statements: readonly CilStatement[], read: (statement: CilStatement) => readonly [key: string, value: T]): T[] {
  const found = new Map<string, T>();
  for (const statement of statements) {
    const [key, value] = read(statement);
    const known = found.get(key);
    if (known === undefined) found.set(key, value);
    else if (!isSame(known.context, value.context) || !isSame(known.second, value.second)) throw wrong(statement, key, 'one context for it');
  }
  return [...found.values()];
}

function isSame(context: SecurityContext | undefined, other: SecurityContext | undefined): boolean {
  if (context === undefined || other === undefined) return context === other;
  return context.user === other.user && context.role === other.role && context.type === other.type && isSameRange(context.range, other.range);
}
