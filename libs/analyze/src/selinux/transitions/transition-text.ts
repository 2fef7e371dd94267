import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { RuleText } from '../rule-text.ts';
import type { DomainTransition } from './domain-transition.ts';

/** `a -> b`, and the rules that make it, one line each, sorted, without repeats. */
export function transitionText(policy: SelinuxPolicy, transition: DomainTransition): { readonly title: string; readonly rules: readonly string[] } {
  const { source, target, entrypoints } = transition;
  const text = new RuleText(policy);
  const own = [...transition.transition, ...transition.setexec, ...transition.dyntransition, ...transition.setcurrent];
  const files = entrypoints.flatMap(({ entrypoint, execute, typeTransition }) => [...entrypoint, ...execute, ...typeTransition]);
  const rules = [...new Set([...own, ...files])].map((rule) => text.rule(rule));
  return { title: `${policy.types.nameOf(source)} -> ${policy.types.nameOf(target)}`, rules: rules.sort() };
}
