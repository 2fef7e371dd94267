import { decideSecurityModules, isUnknown, type SecurityModulesDecision } from '@staticfire/analyze/kernel';
import type { Unreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unreadableOf } from '../kernel-input/kernel-input.ts';
import { type KernelLsm, kernelLsm } from './kernel-lsm.schema.ts';

export const deriveKernelLsm = defineDerivation({
  fact: kernelLsm,
  needs: kernelNeeds,
  derive(states): KernelLsm | Unreadable | undefined {
    if (states.config.state === 'absent') return undefined;
    const decision = decideSecurityModules(readKernelInput(states));
    if (isUnknown(decision)) return unreadableOf(decision, 'security modules');
    const { orderFrom, order, unknownNames } = decision;
    const modules = [...decision.modules].map(([name, each]) => [name, isUnknown(each) ? unreadableOf(each, 'security module', name) : each] as const);
    return { orderFrom, order, unknownNames, active: activeOf(decision), modules: Object.fromEntries(modules) };
  },
});

function activeOf({ active, modules }: SecurityModulesDecision): KernelLsm['active'] {
  if (active !== undefined) return active.map((name) => ({ name }));
  return [...modules.values()].filter(isUnknown).map((each) => unreadableOf(each, 'security modules'));
}
