import { bytes, context, ebitmap, level, name, range, u16, u32, valueMap } from './policy-bytes.ts';
import type { ClassRecipe, ConstraintRecipe, PermissionRecipe, PolicyRecipe, RuleRecipe, SymbolTableName } from './policy-recipe.ts';

const MAGIC = 0xf97cff8c;
const XPERMS_BYTES = 32;

/** A binary policy of the recipe's version, byte for byte as its numbers say, right or wrong. */
export function writePolicy(recipe: PolicyRecipe): Buffer {
  const { version } = recipe;
  return Buffer.concat([
    u32(MAGIC, 8),
    Buffer.from('SE Linux'),
    u32(version, recipe.config, 8, version >= 31 ? 9 : 7),
    ebitmap(recipe.capabilities),
    ebitmap(recipe.permissive),
    ...(version >= 35 ? [ebitmap(recipe.neverAudit)] : []),
    ...symbols(recipe),
    list(recipe.rules, rule),
    list(recipe.conditionals, ({ state, expression, whenTrue, whenFalse }) => {
      return [u32(state), list(expression, (node) => [u32(...node)]), list(whenTrue, rule), list(whenFalse, rule)];
    }),
    list(recipe.roleTransitions, (each) => [u32(...each.slice(0, version >= 26 ? 4 : 3))]),
    list(recipe.roleAllows, (each) => [u32(...each)]),
    filenameTransitions(recipe),
    ...objectContexts(recipe),
    list(recipe.genfs, ([fileSystem, paths]) => [name(fileSystem), list(paths, ([path, tclass, label]) => [name(path), u32(tclass), context(label)])]),
    list(recipe.rangeTransitions, (each) => [u32(each.source, each.target, each.tclass), range(each.range)]),
    ...recipe.attributes.map(valueMap),
  ]);
}

function list<T>(records: readonly T[], write: (record: T) => readonly Buffer[]): Buffer {
  return Buffer.concat([u32(records.length), ...records.flatMap(write)]);
}

function symbols({ version, highest, ...recipe }: PolicyRecipe): Buffer[] {
  const table = <T>(kind: SymbolTableName, records: readonly T[], numberOf: (record: T) => number, write: (record: T) => readonly Buffer[]) => {
    return Buffer.concat([u32(highest[kind] ?? Math.max(0, ...records.map(numberOf))), list(records, write)]);
  };
  const value = (record: { readonly value: number }) => record.value;
  return [
    table('commons', recipe.commons, value, (each) => {
      const counts = u32(each.name.length, each.value, each.permissionCount, each.permissions.length);
      return [counts, bytes(each.name), ...each.permissions.map(permission)];
    }),
    table('classes', recipe.classes, value, (each) => [classRecord(each, version)]),
    table('roles', recipe.roles, value, (each) => {
      return [u32(each.name.length, each.value, each.bounds ?? 0), bytes(each.name), valueMap(each.dominates), valueMap(each.types)];
    }),
    table('types', recipe.types, value, (each) => [u32(each.name.length, each.value, each.properties, each.bounds ?? 0), bytes(each.name)]),
    table('users', recipe.users, value, (each) => {
      return [u32(each.name.length, each.value, each.bounds ?? 0), bytes(each.name), valueMap(each.roles), range(each.range), level(each.level)];
    }),
    table('booleans', recipe.booleans, value, (each) => [u32(each.value, each.state), name(each.name)]),
    table(
      'levels',
      recipe.levels,
      (each) => each.level.sensitivity,
      (each) => [u32(each.name.length, each.isAlias ?? 0), bytes(each.name), level(each.level)],
    ),
    table('categories', recipe.categories, value, (each) => [u32(each.name.length, each.value, each.isAlias ?? 0), bytes(each.name)]),
  ];
}

function classRecord(each: ClassRecipe, version: number): Buffer {
  const { name: own, common = '', permissions, constraints = [], validateTransitions = [], defaults = [0, 0, 0, 0] } = each;
  return Buffer.concat([
    u32(own.length, common.length, each.value, each.permissionCount, permissions.length, constraints.length),
    bytes(own + common),
    ...permissions.map(permission),
    ...constraints.flatMap((constraint) => constraintRecord(constraint, version)),
    list(validateTransitions, (constraint) => constraintRecord(constraint, version)),
    u32(...defaults.slice(0, version >= 28 ? 4 : version >= 27 ? 3 : 0)),
  ]);
}

function permission([own, value]: PermissionRecipe): Buffer {
  return Buffer.concat([u32(own.length, value), bytes(own)]);
}

function constraintRecord({ permissions, expression }: ConstraintRecipe, version: number): Buffer[] {
  const nodes = list(expression, ({ node, attribute = 0, operator = 0, names = [], types = [], flags = 0 }) => {
    const typeSet = version >= 29 ? [valueMap(types), ebitmap([]), u32(flags)] : [];
    return [u32(node, attribute, operator), ...(node === 5 ? [valueMap(names), ...typeSet] : [])];
  });
  return [u32(permissions), nodes];
}

function rule({ source, target, tclass, specified, data = 0, xperms }: RuleRecipe): Buffer[] {
  const key = u16(source, target, tclass, specified);
  if (xperms === undefined) return [key, u32(data)];
  const bitmap = Buffer.alloc(XPERMS_BYTES);
  for (const bit of xperms.bits) bitmap[bit >> 3]! |= 1 << (bit & 7);
  return [key, Buffer.from([xperms.kind, xperms.driver]), bitmap];
}

function filenameTransitions({ version, filenameTransitions: transitions }: PolicyRecipe): Buffer {
  if (version < 25) return Buffer.alloc(0);
  if (version >= 33) {
    return list(transitions, (each) => [name(each.name), u32(each.target, each.tclass, 1), valueMap(each.sources), u32(each.newType)]);
  }
  const plain = transitions.flatMap((each) => each.sources.map((source) => ({ ...each, source })));
  return list(plain, (each) => [name(each.name), u32(each.source, each.target, each.tclass, each.newType)]);
}

function objectContexts(recipe: PolicyRecipe): Buffer[] {
  const infiniband = [
    list(recipe.infinibandPartitions, ([prefix, low, high, label]) => [Buffer.from(prefix), u32(low, high), context(label)]),
    list(recipe.infinibandPorts, ([device, port, label]) => [u32(device.length, port), bytes(device), context(label)]),
  ];
  return [
    list(recipe.initialSids, ([sid, label]) => [u32(sid), context(label)]),
    list(recipe.fileSystems, ([own, label, second]) => [name(own), context(label), context(second)]),
    list(recipe.ports, ([protocol, low, high, label]) => [u32(protocol, low, high), context(label)]),
    list(recipe.interfaces, ([own, label, second]) => [name(own), context(label), context(second)]),
    list(recipe.nodes, ([address, mask, label]) => [Buffer.from([...address, ...mask]), context(label)]),
    list(recipe.fsUses, ([behaviour, own, label]) => [u32(behaviour), name(own), context(label)]),
    list(recipe.nodes6, ([address, mask, label]) => [Buffer.from([...address, ...mask]), context(label)]),
    ...(recipe.version >= 31 ? infiniband : []),
  ];
}
