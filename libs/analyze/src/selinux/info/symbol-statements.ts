import type { Ebitmap, SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { levelText, rangeText } from '../context-text.ts';
import { nameList, type Statement } from './statement.ts';
import { defaultTexts } from './statement-words.ts';

type Lister = (policy: SelinuxPolicy) => Statement[];

const OBJECT_ROLE = 'object_r';

const type: Lister = ({ types, attributeMap }) => {
  const aliasesOf = aliasTexts(types);
  const primary = types.records.filter(({ isAlias, isAttribute }) => !isAlias && !isAttribute);
  return primary.map((each) => {
    const attributes = attributeMap.attributesOf(each.value);
    const names = attributes.map((value) => types.nameOf(value)).sort();
    return { name: each.name, text: `type ${each.name}${aliasesOf(each)}${names.map((name) => `, ${name}`).join('')}`, types: [each.value, ...attributes] };
  });
};

const attribute: Lister = ({ types, attributeMap }) => {
  const all = types.records.filter(({ isAttribute }) => isAttribute);
  return all.map(({ name, value }) => {
    const members = [...attributeMap.membersOf(value)];
    return { name, text: `attribute ${name} ${nameList(members.map((member) => types.nameOf(member)))}`, types: [value, ...members] };
  });
};

const role: Lister = ({ roles, types }) =>
  roles.records.map(({ name, types: own }) => ({ name, text: `role ${name} types ${nameList(namesOf(own, types))}`, types: valuesOf(own) }));

const user: Lister = (policy) =>
  policy.users.records.map(({ name, roles, range, defaultLevel }) => {
    const own = namesOf(roles, policy.roles).filter((each) => each !== OBJECT_ROLE);
    const levels = policy.header.mls ? ` level ${levelText(defaultLevel, policy)} range ${rangeText(range, policy, ' - ')}` : '';
    return { name, text: `user ${name} roles ${nameList(own)}${levels}`, types: [] };
  });

const permissive: Lister = ({ header, types }) =>
  header.permissiveTypes.map((value) => ({ name: types.nameOf(value), text: `permissive ${types.nameOf(value)}`, types: [value] }));

const typebounds: Lister = ({ types }) =>
  types.records
    .filter(({ bounds }) => bounds !== 0)
    .map(({ name, value, bounds }) => ({ name, text: `typebounds ${types.nameOf(bounds)} ${name}`, types: [value, bounds] }));

const aliased =
  (word: 'sensitivity' | 'category', tableOf: (policy: SelinuxPolicy) => SymbolTable<SelinuxSymbol>): Lister =>
  (policy) => {
    const table = tableOf(policy);
    const aliasesOf = aliasTexts(table);
    return table.records.filter(({ isAlias }) => !isAlias).map((each) => plain(each.name, `${word} ${each.name}${aliasesOf(each)}`));
  };

/** Listings of what a policy declares. */
export const symbolStatements = {
  type,
  attribute,
  role,
  user,
  permissive,
  typebounds,
  sensitivity: aliased('sensitivity', ({ sensitivities }) => sensitivities),
  category: aliased('category', ({ categories }) => categories),
  bool: ({ booleans }) => booleans.records.map(({ name, state }) => plain(name, `bool ${name} ${state === 1}`)),
  common: ({ commons }) => commons.records.map(({ name, permissions }) => plain(name, `common ${name} ${nameList(permissions.map((each) => each.name))}`)),
  class: ({ classes }) =>
    classes.records.map(({ name, common, permissions }) => {
      const own = permissions.length === 0 ? '' : ` ${nameList(permissions.map((each) => each.name))}`;
      return plain(name, `class ${name}${common === undefined ? '' : ` inherits ${common}`}${own}`);
    }),
  polcap: ({ header }) => header.capabilities.map((name) => plain(name, `policycap ${name}`)),
  default: ({ classes }) => classes.records.flatMap((each) => defaultTexts(each).map(({ name, value }) => plain(each.name, `${name} ${value}`))),
} satisfies Readonly<Record<string, Lister>>;

function plain(name: string, text: string): Statement {
  return { name, text, types: [] };
}

function aliasTexts({ records }: SymbolTable<SelinuxSymbol>): (symbol: SelinuxSymbol) => string {
  const byValue = Map.groupBy(
    records.filter(({ isAlias }) => isAlias),
    ({ value }) => value,
  );
  return ({ value }) => {
    const aliases = byValue.get(value);
    return aliases === undefined ? '' : ` alias ${nameList(aliases.map(({ name }) => name))}`;
  };
}

function valuesOf(bits: Ebitmap): number[] {
  return bits.toArray().map((bit) => bit + 1);
}

function namesOf(bits: Ebitmap, table: SymbolTable<SelinuxSymbol>): string[] {
  return valuesOf(bits).map((value) => table.nameOf(value));
}
