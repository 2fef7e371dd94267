import type { AttestationText, Severity, WaiverText } from '@staticfire/findings';

export type Attestation = Omit<AttestationText, 'state'>;
export type Waiver = Omit<WaiverText, 'state' | 'matches'>;

/** What is judged and how, once profiles, tailoring and options are resolved. */
export interface Selection {
  /** `pack/name`. */
  readonly profiles: readonly string[];
  /** Ids; undefined: every rule. */
  readonly rules: ReadonlySet<string> | undefined;
  /** `pack/id`; undefined: every control. */
  readonly controls: ReadonlySet<string> | undefined;
  /** Rule id → reason. */
  readonly deselectedRules: ReadonlyMap<string, string>;
  /** `pack/id` → reason. */
  readonly deselectedControls: ReadonlyMap<string, string>;
  /** Rule id → severity. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** Pack → values that differ from the defaults. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** `pack/id` of a control → attestations, whose days do not overlap. */
  readonly attestations: ReadonlyMap<string, readonly Attestation[]>;
  /** As they are written; those about the same findings do not overlap. */
  readonly waivers: readonly Waiver[];
}

/** Every rule and every control, as the packs have them. */
export const everything: Selection = {
  profiles: [],
  rules: undefined,
  controls: undefined,
  deselectedRules: new Map(),
  deselectedControls: new Map(),
  severities: new Map(),
  parameters: {},
  attestations: new Map(),
  waivers: [],
};

export function isJudged({ rules, deselectedRules }: Selection, ruleId: string): boolean {
  return !deselectedRules.has(ruleId) && (rules === undefined || rules.has(ruleId));
}
