import { mitigationStates } from '@staticfire/analyze/kernel';
import { declareFact, type Infer, integer, map, object, oneOf, optional, string } from '@staticfire/facts';

const mitigation = object({
  state: oneOf(mitigationStates, 'on: whatever the processor is; auto: where the processor needs or has it; off; absent: this kernel does not have it'),
  decidedBy: oneOf(['config', 'cmdline', 'kernel'], 'kernel: as that release is without options and words for it'),
  name: optional(string('The option without CONFIG_, or the word of the command line')),
  value: optional(string('Of that option or word')),
  file: optional(string('Where the word stands; of options kernel.config has the line')),
  line: optional(integer('Line in that file')),
  source: string('Where the kernel describes it, below Documentation/admin-guide'),
});

const schema = object({
  mitigations: map(mitigation, 'By name, as the command line has it where it can: what protects from flaws of processors, and what hardens the kernel', {
    missing: 'unknown',
  }),
});

export type KernelMitigations = Infer<typeof schema>;

export const kernelMitigations = declareFact<KernelMitigations>({
  name: 'kernel.mitigations',
  summary: 'What the kernel of a node does about flaws of processors and to be harder to attack, and what decides it',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
