import type { Ebitmap, SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { levelText, rangeText } from '../context-text.ts';
import { WorkBudget } from '../work-budget.ts';
import type { Statements } from './section-difference.ts';

const MAX_PARTS = 5_000_000;

type Reader = (policy: SelinuxPolicy) => Statements;

/** Symbols by name, with what is said about each. */
export const symbolSections: Readonly<Record<string, Reader>> = {
  common: ({ commons }) => byName(commons.records, ({ permissions }) => permissions.map(({ name }) => name)),
  class: ({ classes }) => byName(classes.records, ({ permissionNames }) => permissionNames.filter((name) => name !== undefined)),
  type: typeStatements,
  attribute: ({ types, attributeMap }) =>
    byName(
      primary(types).filter(({ isAttribute }) => isAttribute),
      ({ value }) => Array.from(attributeMap.membersOf(value), (type) => types.nameOf(type)),
    ),
  role: ({ roles, types }) =>
    byName(roles.records, (role) => [...namesOf(role.types, types), ...namesOf(role.dominates, roles).map((name) => `dominates ${name}`)]),
  user: (policy) =>
    byName(policy.users.records, ({ roles, range, defaultLevel }) => [
      ...namesOf(roles, policy.roles).filter((name) => name !== 'object_r'),
      ...(policy.header.mls ? [`level ${levelText(defaultLevel, policy)}`, `range ${rangeText(range, policy, '-')}`] : []),
    ]),
  bool: ({ booleans }) => byName(booleans.records, ({ state }) => [state === 1 ? 'true' : 'false']),
  sensitivity: ({ sensitivities }) => byName(primary(sensitivities), aliasesIn(sensitivities)),
  category: ({ categories }) => byName(primary(categories), aliasesIn(categories)),
  level: (policy) => byName(primary(policy.sensitivities), ({ value, categories }) => [levelText({ sensitivity: value, categories }, policy)]),
  typebounds: ({ types }) => bounds(types),
  rolebounds: ({ roles }) => bounds(roles),
  userbounds: ({ users }) => bounds(users),
};

function byName<T extends SelinuxSymbol>(records: readonly T[], partsOf: (record: T) => readonly string[]): Statements {
  const budget = new WorkBudget('members of symbols', MAX_PARTS);
  return new Map(
    records.map((record) => {
      const parts = partsOf(record);
      budget.spend(parts.length);
      return [record.name, new Set(parts)];
    }),
  );
}

function primary<T extends SelinuxSymbol>({ records }: SymbolTable<T>): T[] {
  return records.filter(({ isAlias }) => !isAlias);
}

/** Attributes, aliases and flags. */
function typeStatements({ types, attributeMap, header, neverAuditTypes }: SelinuxPolicy): Statements {
  const aliasesOf = aliasesIn(types);
  const flags = new Map<number, string[]>();
  for (const value of header.permissiveTypes) flags.set(value, ['permissive']);
  for (const value of neverAuditTypes) flags.set(value, [...(flags.get(value) ?? []), 'neveraudit']);
  return byName(
    primary(types).filter(({ isAttribute }) => !isAttribute),
    (type) => [...attributeMap.attributesOf(type.value).map((value) => types.nameOf(value)), ...aliasesOf(type), ...(flags.get(type.value) ?? [])],
  );
}

function aliasesIn({ records }: SymbolTable<SelinuxSymbol>): (record: SelinuxSymbol) => string[] {
  const byValue = Map.groupBy(
    records.filter(({ isAlias }) => isAlias),
    ({ value }) => value,
  );
  return ({ value }) => (byValue.get(value) ?? []).map(({ name }) => `alias ${name}`);
}

function namesOf(bits: Ebitmap, table: SymbolTable<SelinuxSymbol>): string[] {
  return bits.toArray().map((bit) => table.nameOf(bit + 1));
}

function bounds(table: SymbolTable<SelinuxSymbol & { readonly bounds: number }>): Statements {
  const bounded = primary(table).filter((record) => record.bounds !== 0);
  return byName(bounded, (record) => [table.nameOf(record.bounds)]);
}
