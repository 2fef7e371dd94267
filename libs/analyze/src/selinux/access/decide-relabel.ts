import type { SelinuxClass, SelinuxConstraint, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type ConstraintContexts, holds } from '../constraints/index.ts';

/**
 * The first validatetrans or mlsvalidatetrans that forbids a process (`third`) to give an object of the class, labelled `source`, the label `target`;
 * undefined when none does. What it may do to either label, relabelfrom and relabelto, is a question of its own.
 */
export function decideRelabel(policy: SelinuxPolicy, contexts: Required<ConstraintContexts>, tclass: SelinuxClass): SelinuxConstraint | undefined {
  return tclass.validateTransitions.find((constraint) => !holds(policy, constraint, contexts));
}
