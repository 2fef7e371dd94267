import type { FactDeclaration } from '@staticfire/facts';
import type { Severity, Verdict } from '@staticfire/findings';
import type { Control } from './control.ts';
import type { Expression } from './expression/expression.ts';
import type { FactTypes } from './expression/fact-types.ts';
import type { Message } from './expression/message.ts';
import type { LeftOut } from './left-out.ts';
import type { PackFile } from './pack-document.ts';
import type { Parameters } from './parameters.ts';
import type { Profile } from './profile.ts';
import type { SelinuxStatement } from './selinux-statement.ts';

export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Ids of the packs whose rules its controls and profiles may name. */
  readonly requires: readonly string[];
  /** SHA-256 over its documents in canonical JSON: comments and layout do not matter. */
  readonly digest: string;
  /** From a folder of the user's: its rules run in a worker that can be ended. */
  readonly foreign: boolean;
  readonly parameters: Parameters;
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  /** In the order of `controls.yaml`; empty for rule packs. */
  readonly controls: readonly Control[];
  /** In the order of `left-out.yaml`. */
  readonly leftOut: readonly LeftOut[];
  /** Sorted by id. */
  readonly profiles: readonly Profile[];
  /** Fact name → the value that a stock image shows; cases change it. */
  readonly samples: ReadonlyMap<string, unknown>;
  /** How its expressions see facts. */
  readonly types: FactTypes;
  /** What it was loaded from, parsed. */
  readonly files: readonly PackFile[];
}

interface RuleParts {
  /** `pack:area/name`, `pack:table/row`. */
  readonly id: string;
  readonly title: string;
  readonly failTitle: Message;
  readonly severity: Severity;
  readonly securitySeverity: number;
  readonly rationale: string;
  readonly remediation: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Whether user data can change the verdict. */
  readonly decidedBy: DecidedBy;
  /** Variable → fact. */
  readonly facts: ReadonlyMap<string, FactDeclaration>;
  readonly whenAbsent: Verdict;
  readonly appliesWhen?: Expression;
  /** Its expressions or its failTitle name `today`. */
  readonly readsDay: boolean;
  /** The columns of its row, when a table gave it. */
  readonly row?: RuleRow;
  readonly cases: readonly RuleCase[];
}

/** What has to be true of the image, or of each item of a list. */
export interface ExpressionRule extends RuleParts {
  readonly assert: Expression;
  readonly forEach?: { readonly items: Expression; readonly as: string; readonly subject: Expression };
  readonly selinux?: undefined;
}

/** What has to be true of the SELinux policy. */
export interface SelinuxRule extends RuleParts {
  readonly selinux: SelinuxStatement;
  readonly assert?: undefined;
  readonly forEach?: undefined;
}

export type Rule = ExpressionRule | SelinuxRule;

export type DecidedBy = 'image' | 'image+userdata';

export interface RuleRow {
  readonly columns: Readonly<Record<string, unknown>>;
  /** The same as expressions see it. */
  readonly converted: ReadonlyMap<string, unknown>;
}

export interface RuleCase {
  readonly name: string;
  /** The row of the table that the case runs on. */
  readonly row?: string;
  /** Variable → a change of the sample value, `{$absent: true}`, or `{$unreadable: reason}`; for policies and modules also `$cil` and `$without`. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Parameters that differ from their defaults. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly mode: 'release' | 'node';
  /** `YYYY-MM-DD`; without it the day is not known. */
  readonly today?: string;
  readonly expect: Verdict;
  /** The subjects that must be found to fail, in order. */
  readonly subjects?: readonly string[];
}
