import type { FactsBody } from '@staticfire/facts';
import type { Evidence } from '@staticfire/findings';
import { POLICY_FACT, type Rule } from '../packs/index.ts';
import type { RuleFacts } from './rule-facts.ts';

/** The facts that user data change, and which user data. */
export type Overlay = Pick<NonNullable<FactsBody['userData']>, 'path' | 'sha256' | 'facts'>;

import { shortenValue } from './shorten-value.ts';
import { valueAt } from './value-at.ts';

const MAX_ITEMS = 8;

/**
 * What a verdict rests on: each path that the rule's expressions read, with the value found there. `items` are those of its forEach
 * that the finding is about; a path with one of them as a key is shown for each. Facts of the `overlay` name its user data as well.
 */
export function collectEvidence(rule: Rule, facts: RuleFacts, items: readonly unknown[], overlay?: Overlay): readonly Evidence[] {
  const paths = new Set([...pathsOf(rule), ...(rule.appliesWhen?.paths ?? [])]);
  return [...rule.facts.keys()].flatMap((variable) => {
    const own = [...paths]
      .flatMap((path) => fillRow(path, rule))
      .flatMap((path) => fillItems(path, rule, items))
      .filter((path) => path === variable || path.startsWith(`${variable}.`))
      .map((path) => path.slice(variable.length + 1));
    return leaves(own).flatMap((path) => describe(variable, path, facts, overlay));
  });
}

function pathsOf({ assert, forEach, selinux, facts }: Rule): readonly string[] {
  if (selinux === undefined) return [assert, forEach?.items].flatMap((expression) => expression?.paths ?? []);
  return [...facts].map(([variable, { name }]) => (name === POLICY_FACT ? `${variable}.sha256` : variable));
}

/** Paths that no other path goes on from; everything below a list is shown as the list. */
function leaves(paths: readonly string[]): readonly string[] {
  const listed = new Set(paths.map((path) => path.replace(/\.?\[\*\].*$/, '')));
  return [...listed].filter((path) => ![...listed].some((other) => other !== path && (path === '' || other.startsWith(`${path}.`)))).sort();
}

function describe(variable: string, path: string, facts: RuleFacts, overlay: Overlay | undefined): Evidence[] {
  const fact = facts.get(variable);
  if (fact === undefined) return [];
  const place = { fact: fact.name, ...(fact.bank === undefined ? {} : { bank: fact.bank }), path };
  const value = fact.state === 'present' ? shortenValue(valueAt(fact.value, path)) : undefined;
  const userData = overlay?.facts.includes(fact) ? { userData: { path: overlay.path, sha256: overlay.sha256 } } : {};
  return [{ ...place, ...(value === undefined ? {} : { value }), sources: fact.sources, ...userData }];
}

/** A key that the rule's row gives, `{row.option}`, as what it says there. A row that leaves the column empty asks for nothing there. */
function fillRow(path: string, { row }: Rule): string[] {
  const keys = [...path.matchAll(/\{row\.([A-Za-z0-9]+)\}/g)].map(([, column]) => String(row?.columns[column!]));
  return keys.includes('') ? [] : [path.replace(/\{row\.[A-Za-z0-9]+\}/g, () => keys.shift()!)];
}

/** A key that an item of the loop is; without items everything that could be read there. */
function fillItems(path: string, { forEach }: Rule, items: readonly unknown[]): string[] {
  const mark = `.{${forEach?.as}}`;
  if (!path.includes(mark)) return [path];
  const keys = items.filter((item): item is string => typeof item === 'string').slice(0, MAX_ITEMS);
  return keys.length === 0 ? [path.slice(0, path.indexOf(mark))] : keys.map((key) => path.replace(mark, () => `.${key}`));
}
