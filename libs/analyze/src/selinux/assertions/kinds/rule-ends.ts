import type { SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { EmptyAssertionError } from '../assertion-errors.ts';
import { namesSchema } from '../schema-parts.ts';
import { marked } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/**
 * What rules that match may be about. A rule is in order when each of its sources, or each of its targets, is expected or exempt; what is expected has to be
 * in some rule, too. So a rule about an attribute is as wrong as its worst member, even where the question names one type of it.
 */
export interface RuleEndNames {
  readonly exempt_source?: readonly string[];
  readonly exempt_target?: readonly string[];
  readonly expect_source?: readonly string[];
  readonly expect_target?: readonly string[];
}

export const ruleEndSchemas = {
  exempt_source: namesSchema('sources that rules may have', 0),
  exempt_target: namesSchema('targets that rules may have', 0),
  expect_source: namesSchema('sources that rules may and have to have', 0),
  expect_target: namesSchema('targets that rules may and have to have', 0),
} as const;

/** At least one part of the question. */
export const askedSchema = (properties: readonly string[]) => ({
  anyOf: properties.map((name) => ({ title: `one of ${properties.join(', ')}`, required: [name], properties: { [name]: true } })),
});

export const checkAsked = (kind: string, parts: readonly unknown[]): void => {
  if (parts.every((part) => part === undefined)) throw new EmptyAssertionError(kind, 'it does not say which rules');
};

/** Marks by value. */
export interface EndMarks {
  readonly expected: Uint8Array;
  readonly exempt: Uint8Array;
}

/** A rule that matches, what it is about by value, and the violation that it is when that is not in order. */
export interface FoundRule {
  readonly sources: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly violation: () => Omit<ViolationDraft, 'message'>;
}

const FEW = 5;

/** The rules that are not in order, and what is expected and in none. */
export function judgeRules(rules: readonly FoundRule[], sources: EndMarks, targets: EndMarks, table: SymbolTable<SelinuxSymbol>): ViolationDraft[] {
  const unseen = { sources: sources.expected.slice(), targets: targets.expected.slice() };
  const wrong = rules.flatMap((rule) => {
    const [from, to] = [others(rule.sources, sources, unseen.sources), others(rule.targets, targets, unseen.targets)];
    if (from.length === 0 || to.length === 0) return [];
    return [{ ...rule.violation(), message: `neither ${few(table, from)} as source nor ${few(table, to)} as target is expected or exempt` }];
  });
  return [...wrong, ...absent(table, unseen.sources, 'source'), ...absent(table, unseen.targets, 'target')];
}

/** Those that are neither expected nor exempt; what is seen is no longer unseen. */
function others(values: ArrayLike<number>, { expected, exempt }: EndMarks, unseen: Uint8Array): number[] {
  return Array.from(values).filter((value) => {
    unseen[value] = 0;
    return expected[value] !== 1 && exempt[value] !== 1;
  });
}

function absent(table: SymbolTable<SelinuxSymbol>, unseen: Uint8Array, end: 'source' | 'target'): ViolationDraft[] {
  return marked(unseen).map((value) => {
    const name = table.nameOf(value);
    return { subject: name, message: `no rule that matches has the ${end} ${name}, and one has to`, [end]: name };
  });
}

function few(table: SymbolTable<SelinuxSymbol>, values: readonly number[]): string {
  const names = values.map((value) => table.nameOf(value)).sort();
  const more = names.length > FEW ? ` and ${names.length - FEW} more` : '';
  return `${names.slice(0, FEW).join(', ')}${more}`;
}
