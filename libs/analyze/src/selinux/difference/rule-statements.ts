import { extendedKinds, type RuleKind, ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { rangeText } from '../context-text.ts';
import { WorkBudget } from '../work-budget.ts';
import { conditionKeys } from './condition-keys.ts';
import type { Statements } from './section-difference.ts';

type Reader = (policy: SelinuxPolicy) => Statements;

const MAX_STATEMENTS = 2_000_000;
const COMMANDS = 256;

/**
 * Rules without access vectors, attributes expanded, by everything but what they choose. Conditional ones have the key of their condition behind a tab, which
 * no name has.
 */
export const ruleSections: Readonly<Record<string, Reader>> = {
  type_transition: (policy) => typeRules(policy, ruleKinds.typeTransition, 'type_transition'),
  type_change: (policy) => typeRules(policy, ruleKinds.typeChange, 'type_change'),
  type_member: (policy) => typeRules(policy, ruleKinds.typeMember, 'type_member'),
  allowxperm: (policy) => extendedRules(policy, ruleKinds.allowxperm, 'allowxperm'),
  auditallowxperm: (policy) => extendedRules(policy, ruleKinds.auditallowxperm, 'auditallowxperm'),
  dontauditxperm: (policy) => extendedRules(policy, ruleKinds.dontauditxperm, 'dontauditxperm'),
  role_allow: ({ roles, roleAllows }) => statementsOf(roleAllows.map(({ role, newRole }) => [`allow ${roles.nameOf(role)} ${roles.nameOf(newRole)}`])),
  role_transition: (policy) => {
    const { roles, classes, roleTransitions } = policy;
    return new Collected(policy, 'role_transition').add(roleTransitions, ({ role, type, tclass, newRole }, collect) => {
      for (const name of expand(policy, type)) collect(`role_transition ${roles.nameOf(role)} ${name}:${classes.nameOf(tclass)}`, roles.nameOf(newRole));
    });
  },
  range_transition: (policy) =>
    new Collected(policy, 'range_transition').add(policy.rangeTransitions, ({ source, target, tclass, range }, collect) => {
      for (const key of pairs(policy, source, target, tclass)) collect(`range_transition ${key}`, rangeText(range, policy, '-'));
    }),
};

/** Statements that other statements add to, in bounded number. */
class Collected {
  readonly #statements = new Map<string, Set<string>>();
  readonly #budget: WorkBudget;
  readonly policy: SelinuxPolicy;

  constructor(policy: SelinuxPolicy, what: string) {
    this.policy = policy;
    this.#budget = new WorkBudget(`expanded ${what} rules`, MAX_STATEMENTS);
  }

  add<T>(records: Iterable<T>, visit: (record: T, collect: (name: string, part: string) => void) => void): Statements {
    const collect = (name: string, part: string): void => {
      this.#budget.spend(1);
      const parts = this.#statements.get(name);
      if (parts === undefined) this.#statements.set(name, new Set([part]));
      else parts.add(part);
    };
    for (const record of records) visit(record, collect);
    return this.#statements;
  }
}

function statementsOf(entries: readonly (readonly [name: string])[]): Statements {
  return new Map(entries.map(([name]) => [name, new Set<string>()]));
}

function rulesOf({ rules }: SelinuxPolicy, kind: RuleKind): number[] {
  const found: number[] = [];
  for (let rule = 0; rule < rules.count; rule++) if (rules.kind[rule] === kind) found.push(rule);
  return found;
}

/** Those with a file name as well. */
function typeRules(policy: SelinuxPolicy, kind: RuleKind, word: string): Statements {
  const { rules, types } = policy;
  const conditions = conditionsOf(policy);
  const collected = new Collected(policy, word);
  if (kind === ruleKinds.typeTransition) {
    collected.add(policy.filenameTransitions, ({ name, sources, target, tclass, newType }, collect) => {
      sources.forEach((bit) => {
        for (const key of pairs(policy, bit + 1, target, tclass)) collect(`${word} ${key} ${JSON.stringify(name)}`, types.nameOf(newType));
      });
    });
  }
  return collected.add(rulesOf(policy, kind), (rule, collect) => {
    const suffix = conditions(rules.conditional[rule]!);
    for (const key of pairs(policy, rules.source[rule]!, rules.target[rule]!, rules.tclass[rule]!))
      collect(`${word} ${key}${suffix}`, types.nameOf(rules.data[rule]!));
  });
}

/** By command or message. */
function extendedRules(policy: SelinuxPolicy, kind: RuleKind, word: string): Statements {
  const { rules } = policy;
  const conditions = conditionsOf(policy);
  return new Collected(policy, word).add(rulesOf(policy, kind), (rule, collect) => {
    const xperms = rules.xperms[rules.data[rule]!]!;
    const numbers = commandsOf(xperms.bitmap, xperms.kind === extendedKinds.ioctlDriver ? undefined : xperms.driver);
    const operation = xperms.kind === extendedKinds.netlinkMessage ? 'nlmsg' : 'ioctl';
    const suffix = conditions(rules.conditional[rule]!);
    for (const key of pairs(policy, rules.source[rule]!, rules.target[rule]!, rules.tclass[rule]!)) {
      for (const number of numbers) collect(`${word} ${key} ${operation}${suffix}`, number);
    }
  });
}

/** Commands of one driver; without it, whole drivers. */
function commandsOf(bitmap: Uint8Array, driver: number | undefined): string[] {
  const set = Array.from({ length: COMMANDS }, (_, bit) => bit).filter((bit) => ((bitmap[bit >> 3]! >> (bit & 7)) & 1) === 1);
  const numbers =
    driver === undefined ? set.flatMap((bit) => Array.from({ length: COMMANDS }, (_, low) => bit * COMMANDS + low)) : set.map((bit) => driver * COMMANDS + bit);
  return numbers.map((number) => `0x${number.toString(16).padStart(4, '0')}`);
}

function conditionsOf(policy: SelinuxPolicy): (conditional: number) => string {
  const keys = conditionKeys(policy);
  return (conditional) => (conditional < 0 ? '' : `\t${keys[conditional]}`);
}

function* pairs(policy: SelinuxPolicy, source: number, target: number, tclass: number): Generator<string> {
  const className = policy.classes.nameOf(tclass);
  const targets = expand(policy, target);
  for (const name of expand(policy, source)) for (const other of targets) yield `${name} ${other}:${className}`;
}

function expand({ types, attributeMap }: SelinuxPolicy, value: number): string[] {
  return Array.from(attributeMap.membersOf(value), (type) => types.nameOf(type));
}
