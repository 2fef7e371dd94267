import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  type Ebitmap,
  parseSelinuxPolicy,
  ruleKinds,
  type SecurityContext,
  type SelinuxConstraint,
  type SelinuxPolicy,
  type SelinuxSymbol,
  type SymbolTable,
} from '@staticfire/read/formats/selinux-policy';
import { compiledVersions, debianPolicy, describeOracle, everyStatementPolicy, toolPath, toolsFor } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { contextText, levelText, rangeText } from './index.ts';

const MINUTE = 60_000;
/** From here on a constraint compares levels. */
const FIRST_LEVEL_ATTRIBUTE = 32;

const TEN_MINUTES = 600_000;

/** Counts and statements of a policy. */
function seinfo(path: string): string {
  const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: MINUTE } as const;
  return execFileSync(toolPath('seinfo')!, [path, '--all', '-x'], { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Statements of one section, sorted, blanks folded, names in braces sorted, without semicolons; lines of members belong to the statement before them. */
function statements(text: string, section: string): string[] {
  const lines = text
    .slice(text.indexOf(`\n${section}: `) + 1)
    .split('\n\n')[0]!
    .split('\n')
    .slice(1);
  const joined = lines.join('\n').replaceAll('\n\t', ' ').split('\n');
  return joined
    .filter((line) => line !== '')
    .map((line) =>
      line
        .replaceAll(';', '')
        .trim()
        .replace(/ +/g, ' ')
        .replace(/\{ ([^}]+) \}/, (_, names: string) => listOf(names.split(' '))),
    )
    .sort();
}

const listOf = (names: readonly string[]) => (names.length === 1 ? names[0]! : `{ ${[...names].sort().join(' ')} }`);
const aliasOf = (names: readonly string[]) => (names.length === 0 ? '' : ` alias ${listOf(names)}`);
const namesOf = (bits: Ebitmap, table: SymbolTable<SelinuxSymbol>) => bits.toArray().map((bit) => table.nameOf(bit + 1));
const primariesOf = <T extends SelinuxSymbol>({ records }: SymbolTable<T>) => records.filter(({ isAlias }) => !isAlias);
const PROTOCOLS: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp', 33: 'dccp', 132: 'sctp' };
const FS_USES: Readonly<Record<number, string>> = { 1: 'fs_use_xattr', 2: 'fs_use_trans', 3: 'fs_use_task' };
const isMls = ({ expression }: SelinuxConstraint) => expression.some(({ node, attribute }) => node === 4 && attribute >= FIRST_LEVEL_ATTRIBUTE);

const FILE_KINDS: Readonly<Record<string, string>> = { file: '-- ', dir: '-d ' };
const DEFAULTS = ['', 'source', 'target'];
const RANGES = ['', 'source low', 'source high', 'source low_high', 'target low', 'target high', 'target low_high', 'glblub'];
const spanOf = (low: number | string, high: number | string) => (low === high ? `${low}` : `${low}-${high}`);

/** As the URL standard shortens it. */
function ipv6(bytes: Uint8Array): string {
  const groups = Buffer.from(bytes).toString('hex').padEnd(32, '0').match(/.{4}/g)!;
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function typeText(policy: SelinuxPolicy, value: number): string {
  const attributes = policy.attributeMap.attributesOf(value).map((attribute) => `, ${policy.types.nameOf(attribute)}`);
  return `type ${policy.types.nameOf(value)}${aliasOf(policy.types.aliasesOf(value))}${attributes.join('')}`;
}

const LISTINGS: readonly (readonly [section: string, ours: (policy: SelinuxPolicy, text: (context: SecurityContext) => string) => string[]])[] = [
  ['Initial SIDs', ({ objectContexts }, text) => objectContexts.initialSids.map(({ name, context }) => `sid ${name} ${text(context)}`)],
  ['Fs_use', ({ objectContexts }, text) => objectContexts.fsUses.map(({ behaviour, name, context }) => `${FS_USES[behaviour]} ${name} ${text(context)}`)],
  [
    'Genfscon',
    ({ genfs, classes }, text) =>
      genfs.map(({ fileSystem, path, tclass, context }) => {
        return `genfscon ${fileSystem} ${path} ${tclass === 0 ? '' : FILE_KINDS[classes.nameOf(tclass)]}${text(context)}`;
      }),
  ],
  [
    'Portcon',
    ({ objectContexts }, text) =>
      objectContexts.ports.map(({ protocol, low, high, context }) => `portcon ${PROTOCOLS[protocol]} ${spanOf(low, high)} ${text(context)}`),
  ],
  ['Netifcon', ({ objectContexts }, text) => objectContexts.interfaces.map(({ name, context, second }) => `netifcon ${name} ${text(context)} ${text(second)}`)],
  [
    'Nodecon',
    ({ objectContexts }, text) => [
      ...objectContexts.nodes.map(({ address, mask, context }) => `nodecon ${address.join('.')} ${mask.join('.')} ${text(context)}`),
      ...objectContexts.nodes6.map(({ address, mask, context }) => `nodecon ${ipv6(address)} ${ipv6(mask)} ${text(context)}`),
    ],
  ],
  [
    'Ibpkeycon',
    ({ objectContexts }, text) =>
      objectContexts.infinibandPartitions.map(({ subnetPrefix, low, high, context }) => {
        return `ibpkeycon ${ipv6(subnetPrefix)} ${spanOf(`0x${low.toString(16)}`, `0x${high.toString(16)}`)} ${text(context)}`;
      }),
  ],
  [
    'Ibendportcon',
    ({ objectContexts }, text) => objectContexts.infinibandPorts.map(({ device, port, context }) => `ibendportcon ${device} ${port} ${text(context)}`),
  ],
  [
    'Users',
    (policy) =>
      policy.users.records.map(({ name, roles, range, defaultLevel }) => {
        const own = namesOf(roles, policy.roles).filter((role) => role !== 'object_r');
        return `user ${name} roles ${listOf(own)} level ${levelText(defaultLevel, policy)} range ${rangeText(range, policy, ' - ')}`;
      }),
  ],
  [
    'Roles',
    ({ roles, types }) => roles.records.map(({ name, value, types: own }) => `role ${name} types ${value === 1 ? '{ }' : listOf(namesOf(own, types))}`),
  ],
  ['Booleans', ({ booleans }) => booleans.records.map(({ name, state }) => `bool ${name} ${state === 1}`)],
  [
    'Types',
    (policy) =>
      primariesOf(policy.types)
        .filter(({ isAttribute }) => !isAttribute)
        .map(({ value }) => typeText(policy, value)),
  ],
  [
    'Type Attributes',
    ({ types, attributeMap }) =>
      primariesOf(types)
        .filter(({ isAttribute }) => isAttribute)
        .map(
          ({ name, value }) =>
            `attribute ${name} ${
              [...attributeMap.membersOf(value)]
                .map((type) => types.nameOf(type))
                .sort()
                .join(' ') || '<empty attribute>'
            }`,
        ),
  ],
  [
    'Sensitivities',
    ({ sensitivities }) => primariesOf(sensitivities).map(({ name, value }) => `sensitivity ${name}${aliasOf(sensitivities.aliasesOf(value))}`),
  ],
  ['Categories', ({ categories }) => primariesOf(categories).map(({ name, value }) => `category ${name}${aliasOf(categories.aliasesOf(value))}`)],
  ['Permissive Types', (policy) => policy.header.permissiveTypes.map((value) => typeText(policy, value))],
  ['Polcap', ({ header }) => header.capabilities.map((name) => `policycap ${name}`)],
  ['Typebounds', ({ types }) => types.records.filter(({ bounds }) => bounds !== 0).map(({ name, bounds }) => `typebounds ${types.nameOf(bounds)} ${name}`)],
  [
    'Default rules',
    ({ classes }) =>
      classes.records.flatMap(({ name, defaults: { user, role, type, range } }) => [
        ...(user === 0 ? [] : [`default_user ${name} ${DEFAULTS[user]}`]),
        ...(role === 0 ? [] : [`default_role ${name} ${DEFAULTS[role]}`]),
        ...(type === 0 ? [] : [`default_type ${name} ${DEFAULTS[type]}`]),
        ...(range === 0 ? [] : [`default_range ${name} ${RANGES[range]}`]),
      ]),
  ],
];

/** The numbers of `seinfo` without options. */
function statistics(policy: SelinuxPolicy): Record<string, number> {
  const { rules, classes, commons, types, objectContexts } = policy;
  const ofKind = (kind: number) => rules.kind.filter((each) => each === kind).length;
  const constraints = classes.records.flatMap((each) => each.constraints);
  const transitions = classes.records.flatMap((each) => each.validateTransitions);
  const primary = types.records.filter(({ isAlias }) => !isAlias);
  const named = policy.filenameTransitions.reduce((sum, { sources }) => sum + sources.size, 0);
  return {
    Classes: classes.records.length,
    Permissions: [...commons.records, ...classes.records].reduce((sum, { permissions }) => sum + permissions.length, 0),
    Sensitivities: policy.sensitivities.records.filter(({ isAlias }) => !isAlias).length,
    Categories: policy.categories.records.filter(({ isAlias }) => !isAlias).length,
    Types: primary.filter(({ isAttribute }) => !isAttribute).length,
    Attributes: primary.filter(({ isAttribute }) => isAttribute).length,
    Users: policy.users.records.length,
    Roles: policy.roles.records.length,
    Booleans: policy.booleans.records.length,
    'Cond. Expr.': policy.conditionals.length,
    Allow: ofKind(ruleKinds.allow),
    Auditallow: ofKind(ruleKinds.auditallow),
    Dontaudit: ofKind(ruleKinds.dontaudit),
    Type_trans: ofKind(ruleKinds.typeTransition) + named,
    Type_change: ofKind(ruleKinds.typeChange),
    Type_member: ofKind(ruleKinds.typeMember),
    Range_trans: policy.rangeTransitions.length,
    'Role allow': policy.roleAllows.length,
    Role_trans: policy.roleTransitions.length,
    Constraints: constraints.filter((each) => !isMls(each)).length,
    'MLS Constrain': constraints.filter(isMls).length,
    Validatetrans: transitions.filter((each) => !isMls(each)).length,
    'MLS Val. Tran': transitions.filter(isMls).length,
    Permissives: policy.header.permissiveTypes.length,
    Polcap: policy.header.capabilities.length,
    Typebounds: types.records.filter(({ bounds }) => bounds !== 0).length,
    Defaults: classes.records.flatMap(({ defaults }) => Object.values(defaults)).filter((value) => value !== 0).length,
    Allowxperm: ofKind(ruleKinds.allowxperm),
    Auditallowxperm: ofKind(ruleKinds.auditallowxperm),
    Dontauditxperm: ofKind(ruleKinds.dontauditxperm),
    'Initial SIDs': objectContexts.initialSids.length,
    Fs_use: objectContexts.fsUses.length,
    Genfscon: policy.genfs.length,
    Portcon: objectContexts.ports.length,
    Netifcon: objectContexts.interfaces.length,
    Nodecon: objectContexts.nodes.length + objectContexts.nodes6.length,
    Ibpkeycon: objectContexts.infinibandPartitions.length,
    Ibendportcon: objectContexts.infinibandPorts.length,
    Neverallow: 0,
    Neverallowxperm: 0,
  };
}

describeOracle('SELinux policies against seinfo', toolsFor('secilc', 'seinfo', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const policies: readonly (readonly [string, () => Promise<string>])[] = [
    ...compiledVersions.map((version) => [`every statement, version ${version}`, () => everyStatementPolicy(version)] as const),
    ["Debian's policy default", () => debianPolicy('default')],
    ["Debian's policy mls", () => debianPolicy('mls')],
  ];

  describe.each(policies)('%s', (_, build) => {
    let policy: SelinuxPolicy;
    let theirs: string;
    beforeAll(async () => {
      const path = await build();
      policy = parseSelinuxPolicy(readFileSync(path));
      theirs = seinfo(path);
    }, TEN_MINUTES);

    it('counts alike', () => {
      const pairs = [...theirs.matchAll(/ {2}(\w[\w. ]*): +(\d+)/g)].map(([, name, count]): [string, number] => [name!.trim(), Number(count)]);
      expect(pairs.length).toBeGreaterThan(35);
      expect(statistics(policy)).toEqual(Object.fromEntries(pairs));
    });

    it.each(LISTINGS)('lists %s', (section, ours) => {
      const text = (context: SecurityContext) => contextText(context, policy, ' - ');
      expect(ours(policy, text).sort()).toEqual(statements(theirs, section));
    });
  });
});
