import { type FlowOptions, InformationFlow } from '../../flow/index.ts';
import { kindSchema, nameSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import { type AssertionScope, type Leniency, marked, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** What the types of one set know never gets to those of the other, in any number of steps. */
export interface FlowNoneAssertion extends Leniency {
  readonly assert: 'flow_none';
  readonly from: NameSet;
  readonly to: NameSet;
  /** Only these; all unless given. */
  readonly classes?: readonly string[];
  /** The least weight of a permission that counts, 1 (unless given) to 10. */
  readonly min_weight?: number;
  /** Types that nothing flows through; those of `from` and `to` stay. */
  readonly exclude?: NameSet;
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const flowNoneSchema = kindSchema(
  'flow_none',
  {
    from: namesSchema('where it starts'),
    to: namesSchema('where it never gets'),
    classes: { title: 'classes that count', type: 'array', items: nameSchema('a class'), minItems: 1 },
    min_weight: { title: 'the least weight that counts', type: 'integer', minimum: 1, maximum: 10 },
    exclude: namesSchema('what nothing flows through', 0),
    rules: rulesSchema,
  },
  ['from', 'to'],
);

export function decideFlowNone(scope: AssertionScope, assertion: FlowNoneAssertion): ViolationDraft[] {
  const [from, to] = [scope.types('from', assertion.from), scope.types('to', assertion.to)];
  const flow = new InformationFlow(scope.policy, optionsOf(scope, assertion, [from, to]));
  return marked(from).flatMap((source) =>
    flow
      .reach(source)
      .filter((target) => to[target] === 1)
      .map((target) => violationOf(scope, flow, source, target)),
  );
}

function optionsOf(scope: AssertionScope, assertion: FlowNoneAssertion, ends: readonly Uint8Array[]): FlowOptions {
  const { classes, min_weight = 1, exclude = [], rules = 'any' } = assertion;
  const { types } = scope.policy;
  const excluded = marked(scope.exempted(exclude)).filter((value) => ends.every((marks) => marks[value] === 0));
  const known = classes?.filter((name) => scope.symbol('class', scope.policy.classes, name) !== undefined);
  if (known?.length === 0) scope.empty('classes');
  return {
    minWeight: min_weight,
    exclude: excluded.map((value) => types.nameOf(value)),
    conditions: rules,
    ...(known === undefined ? {} : { classes: known }),
  };
}

function violationOf(scope: AssertionScope, flow: InformationFlow, from: number, to: number): ViolationDraft {
  const { types } = scope.policy;
  const path = flow.paths(from, to, 1)[0]!;
  const steps = path.slice(1).map((target, index) => ({ source: path[index]!, target }));
  const names = { source: types.nameOf(from), target: types.nameOf(to) };
  return {
    subject: `${names.source} -> ${names.target}`,
    message: `information flows ${path.map((value) => types.nameOf(value)).join(' -> ')}`,
    ...names,
    rules: () => steps.flatMap((step) => scope.ruleTexts(flow.rulesOf(step))),
  };
}
