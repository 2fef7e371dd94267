import type { SymbolTable } from '../symbol-table.ts';
import type { SelinuxSymbol } from '../symbols.ts';
import type { PolicyChecker } from './policy-checker.ts';

/** The role of everything that is no process; the kernel knows it by this value. */
export const OBJECT_ROLE = 1;

interface Bounded extends SelinuxSymbol {
  readonly bounds: number;
}

/** Roles, types, users, booleans, levels and categories. */
export function validateSymbols(checker: PolicyChecker): void {
  validateRoles(checker);
  validateTypes(checker);
  validateUsers(checker);
  for (const { state, offset } of checker.policy.booleans.records) checker.oneOf(state, [0, 1], 'booleans', 'state', offset);
  if (checker.policy.header.mls) validateSensitivities(checker);
  for (const { value, offset } of checker.policy.categories.records) checker.value(checker.policy.categories, value, 'categories', 'value', offset);
}

function validateRoles(checker: PolicyChecker): void {
  const { roles, types } = checker.policy;
  for (const { name, value, dominates, types: own, offset } of roles.records) {
    if ((name === 'object_r') !== (value === OBJECT_ROLE)) throw checker.error('roles', 'value of object_r', offset, `${value} ${name}`, OBJECT_ROLE);
    checker.bits(dominates, roles, 'roles', 'dominates');
    checker.bits(own, types, 'roles', 'types');
  }
  validateBounds(checker, roles, 'roles');
}

function validateTypes(checker: PolicyChecker): void {
  const { types } = checker.policy;
  for (const { isAttribute, value, bounds, offset } of types.records) {
    checker.value(types, value, 'types', 'value', offset);
    if (isAttribute) checker.oneOf(bounds, [0], 'types', 'bounds of an attribute', offset);
    else if (bounds !== 0) checker.type(bounds, 'types', 'bounds', offset);
  }
  validateBounds(checker, types, 'types');
}

function validateUsers(checker: PolicyChecker): void {
  const { users, roles, header } = checker.policy;
  for (const { roles: own, range, defaultLevel, offset } of users.records) {
    checker.bits(own, roles, 'users', 'roles');
    if (!header.mls) continue;
    checker.range(range, 'users', offset);
    checker.level(defaultLevel, 'users', offset);
  }
  validateBounds(checker, users, 'users');
}

function validateSensitivities(checker: PolicyChecker): void {
  const { sensitivities, categories } = checker.policy;
  for (const { value, categories: own, offset } of sensitivities.records) {
    checker.bits(own, categories, 'levels', 'categories');
    checker.value(sensitivities, value, 'levels', 'sensitivity', offset);
    const { categories: actual } = sensitivities.at(value)!;
    if (!own.isSubsetOf(actual) || !actual.isSubsetOf(own))
      throw checker.error('levels', 'categories of an alias', offset, 'others', 'those of its sensitivity');
  }
}

/** What bounds a symbol exists, and no chain of bounds comes back to where it started. */
function validateBounds(checker: PolicyChecker, table: SymbolTable<Bounded>, section: string): void {
  const ends = new Set<number>([0]);
  for (const record of table.records) {
    if (record.isAlias || record.bounds === 0) continue;
    const chain = new Set<number>();
    let { value } = record;
    while (!ends.has(value)) {
      if (chain.has(value)) throw checker.error(section, 'bounds', record.offset, 'a circle', 'a chain that ends');
      chain.add(value);
      checker.value(table, value, section, 'bounds', record.offset);
      value = table.at(value)!.bounds;
    }
    for (const each of chain) ends.add(each);
  }
}
