import { permissionNames, UnknownSymbolError, WorkBudget } from '@staticfire/analyze/selinux';
import { type AccessDenial, type AccessPair, activeBranches, type Conditions, decideAccess, denialText, findAccess } from '@staticfire/analyze/selinux/access';
import { parseContext } from '@staticfire/analyze/selinux/contexts';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import type { CanOptions } from './can.ts';
import { RuleLines } from './rule-lines.ts';
import { sortByText } from './sort-by-text.ts';

export interface ContextPair {
  readonly source: string;
  readonly target: string;
  readonly class?: string;
}

export interface ClassDenial {
  readonly reason: AccessDenial['reason'];
  readonly permissions: readonly string[];
  readonly text: string;
}

/** What the kernel allows one context to do to another, in one class. */
export interface ClassDecision {
  readonly class: string;
  readonly allowed: readonly string[];
  readonly denied: readonly ClassDenial[];
  /** That speak of the two types, whatever else forbids; left out when it is to be brief. */
  readonly rules?: readonly string[];
}

/** Rules that are looked at; Debian's policy takes 16 million for all of its classes. */
const MAX_STEPS = 1_000_000_000;

type Class = AccessPair['tclass'];

/** One class, or every class in which rules allow something; sorted by class. Permissive domains are not taken into account. */
export function decidePair(policy: SelinuxPolicy, pair: ContextPair, options: CanOptions): ClassDecision[] {
  checkPermissions(policy, options.perms);
  const contexts = { source: parseContext(policy, pair.source), target: parseContext(policy, pair.target) };
  const conditions = options.conditions ?? 'default';
  const branches = activeBranches(policy, conditions);
  const lines = new RuleLines(policy, options);
  const chosen = policy.classes.records.filter(({ name }) => pair.class === undefined || name === pair.class);
  new WorkBudget('decisions', MAX_STEPS).spend(chosen.length * policy.rules.count);
  const decisions = chosen.map((tclass): ClassDecision => {
    const access = { ...contexts, tclass };
    const mask = maskOf(tclass, options.perms);
    const { allowed, denials } = decideAccess(policy, access, branches);
    const names = { class: tclass.name, allowed: permissionNames(policy, tclass.value, allowed & mask) };
    const proof = options.brief ? {} : lines.of(rulesBetween(policy, access, conditions));
    return { ...names, denied: denials.flatMap((denial) => describeDenial(policy, access, denial, mask)), ...proof };
  });
  const told = pair.class === undefined ? decisions.filter(saysSomething) : decisions;
  return sortByText(told, (each) => each.class);
}

export function* decisionLines({ decisions, source, target }: ContextPair & { readonly decisions: readonly ClassDecision[] }): Generator<string> {
  yield `${source} -> ${target}`;
  for (const { class: name, allowed, denied, rules = [] } of decisions) {
    yield `${name}: ${allowed.length === 0 ? 'nothing is allowed' : `allowed { ${allowed.join(' ')} }`}`;
    for (const { text } of denied) yield `  denied ${text}`;
    for (const rule of rules) yield `    ${rule}`;
  }
}

function describeDenial(policy: SelinuxPolicy, access: AccessPair, denial: AccessDenial, mask: number): ClassDenial[] {
  const permissions = (denial.permissions & mask) >>> 0;
  if (permissions === 0) return [];
  const names = permissionNames(policy, access.tclass.value, permissions);
  return [{ reason: denial.reason, permissions: names, text: denialText(policy, access, { ...denial, permissions }) }];
}

function rulesBetween(policy: SelinuxPolicy, { source, target, tclass }: AccessPair, conditions: Conditions): readonly number[] {
  const { types } = policy;
  const query = { source: types.nameOf(source.type), target: types.nameOf(target.type), classes: [tclass.name], conditions };
  return findAccess(policy, query).flatMap(({ rules }) => rules);
}

function saysSomething({ allowed, denied }: ClassDecision): boolean {
  return allowed.length > 0 || denied.some(({ reason }) => reason !== 'rule');
}

/** The access vector of those of the permissions that a class has; of all when none are asked for. */
function maskOf({ permissionNames: names }: Class, permissions: readonly string[] | undefined): number {
  if (permissions === undefined) return -1;
  return names.reduce((mask, name, bit) => (name !== undefined && permissions.includes(name) ? mask | (1 << bit) : mask), 0);
}

function checkPermissions({ classes }: SelinuxPolicy, permissions: readonly string[] = []): void {
  const unknown = permissions.find((name) => !classes.records.some(({ permissionNames: names }) => names.includes(name)));
  if (unknown !== undefined) throw new UnknownSymbolError('permission', unknown);
}
