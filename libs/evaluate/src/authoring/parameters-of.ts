import type { Rule } from '../packs/index.ts';

/** The parameters that a rule's expressions and texts read. */
export function parametersOf(rule: Rule): readonly string[] {
  const expressions = [rule.assert, rule.appliesWhen, rule.forEach?.items, rule.forEach?.subject];
  const paths = expressions.flatMap((expression) => expression?.paths ?? []).flatMap((path) => /^params\.([A-Za-z0-9]+)/.exec(path)?.[1] ?? []);
  const texts = [...rule.failTitle.source.matchAll(/\bparams\.([A-Za-z0-9]+)/g)].map(([, name]) => name!);
  return [...new Set([...paths, ...texts])];
}
