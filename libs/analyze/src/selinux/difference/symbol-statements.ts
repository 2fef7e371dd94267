import type { Ebitmap, SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { levelText, rangeText } from '../context-text.ts';
import type { Statements } from './section-difference.ts';

type Reader = (policy: SelinuxPolicy) => Statements;

/** Symbols by name, with what is said about each. */
export const symbolSections: Readonly<Record<string, Reader>> = {
  common: ({ commons }) => byName(commons.records, ({ permissions }) => permissions.map(({ name }) => name)),
  class: ({ classes }) => byName(classes.records, ({ permissionNames }) => permissionNames.filter((name) => name !== undefined)),
  type: (policy) =>
    byName(
      primary(policy.types).filter(({ isAttribute }) => !isAttribute),
      ({ value }) => [
        ...policy.attributeMap.attributesOf(value).map((attribute) => policy.types.nameOf(attribute)),
        ...aliases(policy.types, value),
        ...(policy.header.permissiveTypes.includes(value) ? ['permissive'] : []),
        ...(policy.neverAuditTypes.includes(value) ? ['neveraudit'] : []),
      ],
    ),
  attribute: ({ types, attributeMap }) =>
    byName(
      primary(types).filter(({ isAttribute }) => isAttribute),
      ({ value }) => Array.from(attributeMap.membersOf(value), (type) => types.nameOf(type)),
    ),
  role: ({ roles, types }) => byName(roles.records, (role) => [...namesOf(role.types, types), ...namesOf(role.dominates, roles).map((name) => `dominates ${name}`)]),
  user: (policy) =>
    byName(policy.users.records, ({ roles, range, defaultLevel }) => [
      ...namesOf(roles, policy.roles).filter((name) => name !== 'object_r'),
      ...(policy.header.mls ? [`level ${levelText(defaultLevel, policy)}`, `range ${rangeText(range, policy, '-')}`] : []),
    ]),
  bool: ({ booleans }) => byName(booleans.records, ({ state }) => [state === 1 ? 'true' : 'false']),
  sensitivity: ({ sensitivities }) => byName(primary(sensitivities), ({ value }) => aliases(sensitivities, value)),
  category: ({ categories }) => byName(primary(categories), ({ value }) => aliases(categories, value)),
  level: (policy) => byName(primary(policy.sensitivities), ({ value, categories }) => [levelText({ sensitivity: value, categories }, policy)]),
  typebounds: ({ types }) => bounds(types),
  rolebounds: ({ roles }) => bounds(roles),
  userbounds: ({ users }) => bounds(users),
};

function byName<T extends SelinuxSymbol>(records: readonly T[], partsOf: (record: T) => readonly string[]): Statements {
  return new Map(records.map((record) => [record.name, new Set(partsOf(record))]));
}

function primary<T extends SelinuxSymbol>({ records }: SymbolTable<T>): T[] {
  return records.filter(({ isAlias }) => !isAlias);
}

/** Looked up once for each kind of symbol, as `aliasesOf` goes through them all. */
function aliases(table: SymbolTable<SelinuxSymbol>, value: number): string[] {
  return table.at(value) === undefined ? [] : table.aliasesOf(value).map((name) => `alias ${name}`);
}

function namesOf(bits: Ebitmap, table: SymbolTable<SelinuxSymbol>): string[] {
  return bits.toArray().map((bit) => table.nameOf(bit + 1));
}

function bounds(table: SymbolTable<SelinuxSymbol & { readonly bounds: number }>): Statements {
  const bounded = primary(table).filter((record) => record.bounds !== 0);
  return byName(bounded, (record) => [table.nameOf(record.bounds)]);
}
