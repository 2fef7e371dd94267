import type { FactDeclaration } from '@staticfire/facts';
import type { Severity, Verdict } from '@staticfire/findings';
import type { Expression } from './expression/expression.ts';
import type { FactTypes } from './expression/fact-types.ts';
import type { Message } from './expression/message.ts';

export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  /** Fact name → the value that a stock image shows; cases change it. */
  readonly samples: ReadonlyMap<string, unknown>;
  /** How its expressions see facts. */
  readonly types: FactTypes;
}

export interface Rule {
  /** `pack:area/name`. */
  readonly id: string;
  readonly title: string;
  readonly failTitle: Message;
  readonly severity: Severity;
  readonly securitySeverity: number;
  readonly rationale: string;
  readonly remediation: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** Variable → fact. */
  readonly facts: ReadonlyMap<string, FactDeclaration>;
  readonly whenAbsent: Verdict;
  readonly appliesWhen?: Expression;
  readonly assert: Expression;
  readonly forEach?: { readonly items: Expression; readonly as: string; readonly subject: Expression };
  readonly cases: readonly RuleCase[];
}

export interface RuleCase {
  readonly name: string;
  /** Variable → a change of the sample value, `{$absent: true}`, or `{$unreadable: reason}`. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly mode: 'release' | 'node';
  readonly expect: Verdict;
  /** The subjects that must be found to fail, in order. */
  readonly subjects?: readonly string[];
}
