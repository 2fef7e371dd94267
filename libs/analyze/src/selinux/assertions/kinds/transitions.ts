import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type DomainTransition, DomainTransitions, transitionText } from '../../transitions/index.ts';
import { EmptyAssertionError } from '../assertion-errors.ts';
import { kindSchema, namesSchema, rulesSchema, setSchema } from '../schema-parts.ts';
import { type AssertionScope, compareSet, type Leniency, marked, type NameSet, type SetExpectation } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Which domains each of some domains can become (`from`, `to`), or which can become it (`into`, `by`), and through which files. */
export interface TransitionsAssertion extends Leniency {
  readonly assert: 'transitions';
  readonly from?: NameSet;
  readonly to?: SetExpectation;
  readonly into?: NameSet;
  readonly by?: SetExpectation;
  /** Types of the entrypoints of all these transitions. */
  readonly via?: SetExpectation;
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const transitionsSchema = {
  ...kindSchema(
    'transitions',
    {
      from: namesSchema('domains'),
      to: setSchema('what each of them can become'),
      into: namesSchema('domains'),
      by: setSchema('what can become each of them'),
      via: setSchema('through which files'),
      rules: rulesSchema,
    },
    [],
  ),
  oneOf: [
    { title: 'from some domains', required: ['from', 'to'], properties: { from: true, to: true, into: false, by: false } },
    { title: 'into some domains', required: ['into', 'by'], properties: { into: true, by: true, from: false, to: false } },
  ],
};

export function decideTransitions(scope: AssertionScope, { from, to, into, by, via, rules = 'any' }: TransitionsAssertion): ViolationDraft[] {
  const transitions = new DomainTransitions(scope.policy, { conditions: rules });
  if (from !== undefined && to !== undefined)
    return decideEnds(scope, scope.types('from', from), { end: 'target', expected: to, via }, (value) => transitions.from(value));
  if (into !== undefined && by !== undefined)
    return decideEnds(scope, scope.types('into', into), { end: 'source', expected: by, via }, (value) => transitions.into(value));
  throw new EmptyAssertionError('transitions', 'it says neither from and to nor into and by');
}

interface Ends {
  /** The end that is expected. */
  readonly end: 'source' | 'target';
  readonly expected: SetExpectation;
  readonly via: SetExpectation | undefined;
}

function decideEnds(scope: AssertionScope, starts: Uint8Array, ends: Ends, find: (value: number) => DomainTransition[]): ViolationDraft[] {
  return marked(starts).flatMap((start) => {
    const found = find(start);
    const { extra, absent } = compareSet(
      scope,
      ends.end === 'target' ? 'to' : 'by',
      ends.expected,
      markAll(
        scope.policy,
        found.map((each) => each[ends.end]),
      ),
    );
    const unexpected = found.filter((each) => extra.includes(each[ends.end]));
    return [
      ...unexpected.map((each) => foundViolation(scope.policy, each, 'it can become that domain')),
      ...absent.map((other) => absentViolation(scope.policy, ends.end === 'target' ? [start, other] : [other, start])),
      ...(ends.via === undefined ? [] : decideEntrypoints(scope, ends.via, found, start)),
    ];
  });
}

function decideEntrypoints(scope: AssertionScope, via: SetExpectation, found: readonly DomainTransition[], start: number): ViolationDraft[] {
  const { types } = scope.policy;
  const files = found.flatMap(({ entrypoints }) => entrypoints.map(({ type }) => type));
  const { extra, absent } = compareSet(scope, 'via', via, markAll(scope.policy, files));
  const through = (each: DomainTransition, file: number) => each.entrypoints.some(({ type }) => type === file);
  return [
    ...extra.flatMap((file) => {
      const transitions = found.filter((each) => through(each, file));
      return transitions.map((each) => foundViolation(scope.policy, each, `it can become that domain through ${types.nameOf(file)}`));
    }),
    ...absent.map((file) => ({ subject: types.nameOf(start), message: `no transition goes through ${types.nameOf(file)}` })),
  ];
}

function foundViolation(policy: SelinuxPolicy, transition: DomainTransition, message: string): ViolationDraft {
  const names = { source: policy.types.nameOf(transition.source), target: policy.types.nameOf(transition.target) };
  return { subject: `${names.source} -> ${names.target}`, message, ...names, rules: () => transitionText(policy, transition).rules };
}

function absentViolation({ types }: SelinuxPolicy, [from, to]: readonly [number, number]): ViolationDraft {
  const names = { source: types.nameOf(from), target: types.nameOf(to) };
  return { subject: `${names.source} -> ${names.target}`, message: 'it cannot become that domain', ...names, denied: 'a rule of the transition is missing' };
}

function markAll({ types }: SelinuxPolicy, values: readonly number[]): Uint8Array {
  const marks = new Uint8Array(types.maxValue + 1);
  for (const value of values) marks[value] = 1;
  return marks;
}
