import { WorkBudget } from '@staticfire/analyze/selinux';
import { type DomainTransition, DomainTransitions, transitionPaths, transitionText } from '@staticfire/analyze/selinux/transitions';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import { askPolicy } from './ask-policy.ts';
import { checkLimit } from './check-limit.ts';
import type { ProofOptions } from './policy-options.ts';
import { withRules } from './rule-lines.ts';
import { sortByText } from './sort-by-text.ts';
import { typeNamed } from './type-named.ts';
import { type WayOptions, wayLines } from './way-lines.ts';
import { writeAnswer } from './write-answer.ts';

export interface TransitionAnswer {
  readonly source: string;
  readonly target: string;
  /** Types of the files that lead there by being executed. */
  readonly entrypoints: readonly string[];
  /** A running process may change over. */
  readonly dynamic: boolean;
  readonly rules?: readonly string[];
}

/** Entrypoints of all transitions together; Debian's policy has 6 000. */
const MAX_ENTRYPOINTS = 1_000_000;

/** Prints transitions out of a domain, into it, of all domains, or the shortest ways from one to another. */
export async function transitions(path: string, from: string | undefined, to: string | undefined, options: WayOptions): Promise<void> {
  if (options.reverse && (from === undefined || to !== undefined)) throw new UsageError('--reverse goes with FROM alone');
  if (from === undefined || to === undefined) return printTransitions(path, from, options);
  const limit = checkLimit('--limit', options.limit);
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const found = transitionPaths(graphOf(policy, options), typeNamed(policy, from), typeNamed(policy, to), limit);
    return {
      policy: place,
      from,
      to,
      ways: sortByText(
        found.map((way) => way.map((step) => describe(policy, step, options))),
        (way) => way.map(titleOf).join(),
      ),
    };
  });
  await writeAnswer(options.format, answer, () => wayLines(answer.ways, stepLines));
}

async function printTransitions(path: string, from: string | undefined, options: WayOptions): Promise<void> {
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const budget = new WorkBudget('domain transitions (FROM narrows the question)', MAX_ENTRYPOINTS);
    const found: TransitionAnswer[] = [];
    for (const each of findTransitions(policy, from, options)) {
      budget.spend(1 + each.entrypoints.length);
      found.push(describe(policy, each, options));
    }
    return { policy: place, transitions: sortByText(found, titleOf) };
  });
  await writeAnswer(options.format, answer, () => answer.transitions.flatMap((each) => [...stepLines(each)]));
}

function findTransitions(policy: SelinuxPolicy, from: string | undefined, options: WayOptions): Iterable<DomainTransition> {
  const graph = graphOf(policy, options);
  if (from === undefined) return graph.all();
  const type = typeNamed(policy, from);
  return options.reverse ? graph.into(type) : graph.from(type);
}

function graphOf(policy: SelinuxPolicy, { exclude, conditions = 'any' }: WayOptions): DomainTransitions {
  return new DomainTransitions(policy, { exclude, conditions });
}

function describe(policy: SelinuxPolicy, transition: DomainTransition, { brief }: ProofOptions): TransitionAnswer {
  const { types } = policy;
  const names = { source: types.nameOf(transition.source), target: types.nameOf(transition.target) };
  const entrypoints = transition.entrypoints.map(({ type }) => types.nameOf(type)).sort();
  const proof = brief ? {} : { rules: transitionText(policy, transition).rules };
  return { ...names, entrypoints, dynamic: transition.dyntransition.length > 0, ...proof };
}

function stepLines(answer: TransitionAnswer): Generator<string> {
  const ways = [...(answer.dynamic ? ['dynamic'] : []), ...answer.entrypoints];
  return withRules(`${titleOf(answer)} (${ways.join(' ')})`, answer.rules);
}

function titleOf({ source, target }: TransitionAnswer): string {
  return `${source} -> ${target}`;
}
