import { valueAt } from '@staticfire/evaluate';
import type { Fact } from '@staticfire/facts';

/** The object that a member stands in: facts tell beside a value where it comes from. */
export function parentOf(fact: Fact | undefined, path: string): unknown {
  return fact?.state === 'present' && path !== '' ? valueAt(fact.value, path.split('.').slice(0, -1).join('.')) : undefined;
}
