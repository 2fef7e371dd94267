import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { contextText } from '../context-text.ts';
import { UnknownSymbolError } from '../rule-query.ts';
import { InvalidContextError } from './invalid-context-error.ts';
import { categoryBits, type Level } from './level.ts';
import { parseContext } from './parse-context.ts';

/** A context's text with aliases resolved and categories in their shortest form; undefined for one that the policy does not take. */
export function canonicalContext(policy: SelinuxPolicy, text: string): string | undefined {
  try {
    const { low, high, ...names } = parseContext(policy, text);
    return contextText({ ...names, range: { low: listed(low), high: listed(high) } }, policy);
  } catch (error) {
    if (error instanceof InvalidContextError || error instanceof UnknownSymbolError) return undefined;
    throw error;
  }
}

function listed({ sensitivity, categories }: Level) {
  return { sensitivity, categories: { toArray: () => categoryBits(categories) } };
}
