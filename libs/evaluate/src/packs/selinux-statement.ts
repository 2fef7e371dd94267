import { type AssertionKind, assertionSchema, type ClassMaps, type PolicyAssertion } from '@staticfire/analyze/selinux/assertions';
import { RecordType } from './expression/record-type.ts';

/** What a rule says about an SELinux policy. All of it has to hold. */
export interface SelinuxStatement {
  readonly assertions: readonly PolicyAssertion[];
  readonly classMaps: ClassMaps;
}

/** The fact that every such rule is about. */
export const POLICY_FACT = 'selinux.policy';
export const MODULES_FACT = 'selinux.modules';
export const LABELS_FACT = 'selinux.labels';
export const EXECUTABLES_FACT = 'selinux.executables';

/** Facts that assertions look into beside it. */
export const ASSERTION_FACTS: Readonly<Partial<Record<AssertionKind, string>>> = {
  neverallows_hold: MODULES_FACT,
  modules_match: MODULES_FACT,
  labels: LABELS_FACT,
  file_label: EXECUTABLES_FACT,
};

/** Why no rule can say it: it needs what no image has. */
export function refusalOf(assertion: PolicyAssertion): string | undefined {
  if (assertion.assert === 'unchanged') return 'it needs a policy to compare with; `staticfire selinux check --baseline` decides it';
  if (assertion.assert === 'kernel_classes' && assertion.classes === undefined) return 'it needs the classes of a kernel; name them with classes';
  return undefined;
}

/** `violation` in the failTitle of such a rule. What a violation does not have is empty. */
export const violationRecord = new RecordType(
  'Violation',
  new Map([...(['subject', 'message', 'source', 'target', 'class'] as const).map((name) => [name, 'string'] as const), ['permissions', 'strings'] as const]),
  'list',
);

/** JSON Schema of what stands behind `selinux:` in a rule. */
export const selinuxStatementSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 100,
  items: withoutHead(assertionSchema),
  examples: [[{ assert: 'no_permissive' }]],
} as const;

/** References inside of it stay what they are, wherever it stands. */
function withoutHead({ $schema, ...schema }: typeof assertionSchema): Record<string, unknown> {
  return { $id: 'urn:staticfire:schema:selinux-assertion:1', ...schema };
}
