import { decideMitigation, isUnknown, type MitigationKnowledge, mitigations } from '@staticfire/analyze/kernel';
import { defineDerivation } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unreadableOf } from '../kernel-input/kernel-input.ts';
import { type KernelMitigations, kernelMitigations } from './kernel-mitigations.schema.ts';
import { findPlace, placeNeeds } from './mitigation-places.ts';

type Entry = KernelMitigations['mitigations'][string];

export const deriveKernelMitigations = defineDerivation({
  fact: kernelMitigations,
  needs: { ...kernelNeeds, ...placeNeeds },
  derive({ words, ...states }): KernelMitigations | undefined {
    if (states.config.state === 'absent') return undefined;
    const knowledge: MitigationKnowledge = readKernelInput(states);
    const entries = mitigations.map((rule): [string, Entry] => {
      const decision = decideMitigation(rule, knowledge);
      if (isUnknown(decision)) return [rule.name, unreadableOf(decision, 'mitigation', rule.name)];
      return [rule.name, { ...decision, ...findPlace(decision, words), source: rule.source }];
    });
    return { mitigations: Object.fromEntries(entries) };
  },
});
