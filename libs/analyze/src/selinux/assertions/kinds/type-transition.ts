import { ruleKinds, type SelinuxClass } from '@staticfire/read/formats/selinux-policy';
import { activeBranches, isActive } from '../../access/index.ts';
import { kindSchema, nameSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import { type AssertionScope, type Leniency, marked, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Whatever a source makes or executes in every target gets this type. */
export interface TypeTransitionAssertion extends Leniency {
  readonly assert: 'type_transition';
  readonly source: NameSet;
  readonly target: NameSet;
  /** `process` unless given. */
  readonly class?: string;
  /** Of the new file; a rule with that name is needed then. */
  readonly name?: string;
  readonly default: string;
  /** Which conditional rules count; those of the booleans' defaults unless given. */
  readonly rules?: 'any' | 'default';
}

export const typeTransitionSchema = kindSchema(
  'type_transition',
  {
    source: namesSchema('who makes or executes something'),
    target: namesSchema('in or of what'),
    class: nameSchema('the class of the new object'),
    name: nameSchema("the new file's name"),
    default: nameSchema('the type that it gets'),
    rules: rulesSchema,
  },
  ['source', 'target', 'default'],
);

interface FoundRule {
  readonly newType: number;
  readonly text: () => string;
}

export function decideTypeTransition(scope: AssertionScope, assertion: TypeTransitionAssertion): ViolationDraft[] {
  const { policy } = scope;
  const tclass = scope.symbol('class', policy.classes, assertion.class ?? 'process');
  const expected = scope.symbol('type', policy.types, assertion.default);
  if (tclass === undefined || expected === undefined) return passedOver(scope);
  const [sources, targets] = [marked(scope.types('source', assertion.source)), marked(scope.types('target', assertion.target))];
  return sources.flatMap((source) =>
    targets.flatMap((target) => {
      const found =
        assertion.name === undefined ? plainRules(scope, assertion, source, target, tclass) : namedRules(scope, assertion.name, source, target, tclass);
      if (found.length > 0 && found.every(({ newType }) => newType === expected.value)) return [];
      const names = { source: policy.types.nameOf(source), target: policy.types.nameOf(target), class: tclass.name };
      const message = found.length === 0 ? `no rule gives it ${expected.name}` : `a rule gives it another type than ${expected.name}`;
      const name = assertion.name === undefined ? '' : ` ${JSON.stringify(assertion.name)}`;
      return [{ subject: `${names.source} ${names.target}:${names.class}${name}`, message, ...names, rules: () => found.map(({ text }) => text()) }];
    }),
  );
}

/** Without its class or type it says nothing. */
function passedOver(scope: AssertionScope): ViolationDraft[] {
  scope.empty('default');
  return [];
}

function plainRules(scope: AssertionScope, { rules = 'default' }: TypeTransitionAssertion, source: number, target: number, tclass: SelinuxClass): FoundRule[] {
  const { policy } = scope;
  const branches = activeBranches(policy, rules);
  const { kind, tclass: classes, conditional, data, target: targetOf } = policy.rules;
  const sources = [source, ...policy.attributeMap.attributesOf(source)];
  const targets = new Set([target, ...policy.attributeMap.attributesOf(target)]);
  const isFound = (rule: number) =>
    kind[rule] === ruleKinds.typeTransition && classes[rule] === tclass.value && targets.has(targetOf[rule]!) && isActive(branches, conditional[rule]!);
  const found = sources.flatMap((value) => [...policy.ruleIndex.bySource(value)].filter(isFound));
  return found.map((rule) => ({ newType: data[rule]!, text: () => scope.text.rule(rule) }));
}

function namedRules({ policy, text }: AssertionScope, name: string, source: number, target: number, tclass: SelinuxClass): FoundRule[] {
  const isFound = (bit: number, each: (typeof policy.filenameTransitions)[number]) =>
    each.name === name && each.target === target && each.tclass === tclass.value && each.sources.has(bit);
  const found = policy.filenameTransitions.filter((each) => isFound(source - 1, each));
  return found.map((each) => ({ newType: each.newType, text: () => text.filenameTransition(each, source) }));
}
