import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, ruleKinds, type SelinuxConstraint, type SelinuxPolicy, type SymbolTable } from '@staticfire/read/formats/selinux-policy';
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

/** Statements of one kind, sorted, blanks folded, without their semicolons. */
function statements(text: string, start: RegExp): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('   '));
  return lines
    .map((line) => line.trim().replace(/ +/g, ' ').replace(/;$/, ''))
    .filter((line) => start.test(line))
    .sort();
}

const listOf = (names: readonly string[]) => (names.length === 1 ? names[0]! : `{ ${[...names].sort().join(' ')} }`);
const aliasOf = (names: readonly string[]) => (names.length === 0 ? '' : ` alias ${listOf(names)}`);
const namesOf = (bits: { toArray(): number[] }, table: SymbolTable<{ name: string; value: number; isAlias: boolean; offset: number }>) =>
  bits.toArray().map((bit) => table.nameOf(bit + 1));
const PROTOCOLS: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp', 33: 'dccp', 132: 'sctp' };
const FS_USES: Readonly<Record<number, string>> = { 1: 'fs_use_xattr', 2: 'fs_use_trans', 3: 'fs_use_task' };
const isMls = ({ expression }: SelinuxConstraint) => expression.some(({ node, attribute }) => node === 4 && attribute >= FIRST_LEVEL_ATTRIBUTE);

const LISTINGS: readonly (readonly [start: RegExp, ours: (policy: SelinuxPolicy) => string[]])[] = [
  [/^sid /, (policy) => policy.objectContexts.initialSids.map(({ name, context }) => `sid ${name} ${contextText(context, policy, ' - ')}`)],
  [
    /^fs_use_/,
    (policy) => policy.objectContexts.fsUses.map(({ behaviour, name, context }) => `${FS_USES[behaviour]} ${name} ${contextText(context, policy, ' - ')}`),
  ],
  [/^genfscon /, (policy) => policy.genfs.map(({ fileSystem, path, context }) => `genfscon ${fileSystem} ${path} ${contextText(context, policy, ' - ')}`)],
  [
    /^portcon /,
    (policy) =>
      policy.objectContexts.ports.map(
        ({ protocol, low, high, context }) => `portcon ${PROTOCOLS[protocol]} ${low === high ? low : `${low}-${high}`} ${contextText(context, policy, ' - ')}`,
      ),
  ],
  [
    /^netifcon /,
    (policy) =>
      policy.objectContexts.interfaces.map(
        ({ name, context, second }) => `netifcon ${name} ${contextText(context, policy, ' - ')} ${contextText(second, policy, ' - ')}`,
      ),
  ],
  [
    /^user /,
    (policy) =>
      policy.users.records.map(({ name, roles, range, defaultLevel }) => {
        const own = namesOf(roles, policy.roles).filter((role) => role !== 'object_r');
        return `user ${name} roles ${listOf(own)} level ${levelText(defaultLevel, policy)} range ${rangeText(range, policy, ' - ')}`;
      }),
  ],
  [/^bool /, (policy) => policy.booleans.records.map(({ name, state }) => `bool ${name} ${state === 1}`)],
  [
    /^type /,
    (policy) =>
      policy.types.records
        .filter(({ isAlias, isAttribute }) => !isAlias && !isAttribute)
        .map(({ name, value }) => {
          const attributes = policy.attributeMap
            .attributesOf(value)
            .map((attribute) => policy.types.nameOf(attribute))
            .sort();
          return `type ${name}${aliasOf(policy.types.aliasesOf(value))}${attributes.map((attribute) => `, ${attribute}`).join('')}`;
        }),
  ],
  [
    /^category /,
    (policy) =>
      policy.categories.records.filter(({ isAlias }) => !isAlias).map(({ name, value }) => `category ${name}${aliasOf(policy.categories.aliasesOf(value))}`),
  ],
  [/^permissive /, (policy) => policy.header.permissiveTypes.map((value) => `permissive ${policy.types.nameOf(value)}`)],
  [/^policycap /, (policy) => policy.header.capabilities.map((name) => `policycap ${name}`)],
  [
    /^typebounds /,
    (policy) => policy.types.records.filter(({ bounds }) => bounds !== 0).map(({ name, bounds }) => `typebounds ${policy.types.nameOf(bounds)} ${name}`),
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

    it.each(LISTINGS)('lists %s', (start, ours) => {
      expect(ours(policy).sort()).toEqual(statements(theirs, start));
    });
  });
});
