import { type RuleKind, ruleKinds, type SelinuxPolicy, type SelinuxSymbol, type SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { isMlsConstraint } from '../constraints/index.ts';

/** How many of each kind of statement a policy has, in the words of `seinfo` (setools 4) without its neverallow rules, which no kernel policy holds. */
export function policyCounts(policy: SelinuxPolicy): ReadonlyMap<string, number> {
  return new Map([...symbolCounts(policy), ...ruleCounts(policy), ...constraintCounts(policy), ...contextCounts(policy)]);
}

function symbolCounts({ classes, commons, sensitivities, categories, types, users, roles, booleans, conditionals, header }: SelinuxPolicy): [string, number][] {
  const named = types.records.filter(({ isAlias }) => !isAlias);
  return [
    ['Classes', classes.records.length],
    ['Permissions', sum([...commons.records, ...classes.records].map(({ permissions }) => permissions.length))],
    ['Sensitivities', primaries(sensitivities)],
    ['Categories', primaries(categories)],
    ['Types', named.filter(({ isAttribute }) => !isAttribute).length],
    ['Attributes', named.filter(({ isAttribute }) => isAttribute).length],
    ['Users', users.records.length],
    ['Roles', roles.records.length],
    ['Booleans', booleans.records.length],
    ['Cond. Expr.', conditionals.length],
    ['Permissives', header.permissiveTypes.length],
    ['Polcap', header.capabilities.length],
    ['Typebounds', types.records.filter(({ bounds }) => bounds !== 0).length],
  ];
}

function ruleCounts(policy: SelinuxPolicy): [string, number][] {
  const counts = new Map<number, number>();
  for (const kind of policy.rules.kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const of = (kind: RuleKind) => counts.get(kind) ?? 0;
  return [
    ['Allow', of(ruleKinds.allow)],
    ['Auditallow', of(ruleKinds.auditallow)],
    ['Dontaudit', of(ruleKinds.dontaudit)],
    ['Type_trans', of(ruleKinds.typeTransition) + sum(policy.filenameTransitions.map(({ sources }) => sources.size))],
    ['Type_change', of(ruleKinds.typeChange)],
    ['Type_member', of(ruleKinds.typeMember)],
    ['Allowxperm', of(ruleKinds.allowxperm)],
    ['Auditallowxperm', of(ruleKinds.auditallowxperm)],
    ['Dontauditxperm', of(ruleKinds.dontauditxperm)],
    ['Range_trans', policy.rangeTransitions.length],
    ['Role allow', policy.roleAllows.length],
    ['Role_trans', policy.roleTransitions.length],
  ];
}

function constraintCounts({ classes }: SelinuxPolicy): [string, number][] {
  const constraints = classes.records.flatMap((each) => each.constraints);
  const transitions = classes.records.flatMap((each) => each.validateTransitions);
  const mls = constraints.filter(isMlsConstraint).length;
  const mlsTransitions = transitions.filter(isMlsConstraint).length;
  return [
    ['Constraints', constraints.length - mls],
    ['MLS Constrain', mls],
    ['Validatetrans', transitions.length - mlsTransitions],
    ['MLS Val. Tran', mlsTransitions],
    ['Defaults', classes.records.flatMap(({ defaults }) => Object.values(defaults)).filter((value) => value !== 0).length],
  ];
}

function contextCounts({ objectContexts, genfs }: SelinuxPolicy): [string, number][] {
  return [
    ['Initial SIDs', objectContexts.initialSids.length],
    ['Fs_use', objectContexts.fsUses.length],
    ['Genfscon', genfs.length],
    ['Portcon', objectContexts.ports.length],
    ['Netifcon', objectContexts.interfaces.length],
    ['Nodecon', objectContexts.nodes.length + objectContexts.nodes6.length],
    ['Ibpkeycon', objectContexts.infinibandPartitions.length],
    ['Ibendportcon', objectContexts.infinibandPorts.length],
  ];
}

function primaries({ records }: SymbolTable<SelinuxSymbol>): number {
  return records.filter(({ isAlias }) => !isAlias).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
