/** More than a reader looks at, and what a browser searches without delay. */
export const MAX_SHOWN_OF_RULE = 500;
export const MAX_SHOWN = 2000;
const MIN_SHOWN_OF_RULE = 1;

/** How many findings each rule may show, so that all together stay within bounds and no rule is shut out by another one. */
export function limitOfRule(countsOfRules: readonly number[]): number {
  const shown = (limit: number) => countsOfRules.reduce((sum, count) => sum + Math.min(count, limit), 0);
  let limit = MAX_SHOWN_OF_RULE;
  while (limit > MIN_SHOWN_OF_RULE && shown(limit) > MAX_SHOWN) limit = Math.max(MIN_SHOWN_OF_RULE, Math.floor(limit * 0.8));
  return limit;
}
