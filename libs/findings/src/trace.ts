import type { BankName, Source } from '@staticfire/facts';
import type { Finding } from './finding.ts';
import type { Severity } from './verdict.ts';

/** How a verdict came about: from the rule's expression through the values it read and the facts these follow from to the bytes. */
export interface Trace {
  readonly input: { readonly path: string; readonly sha256: string };
  /** The user data that were laid over the image. */
  readonly userData?: { readonly path: string; readonly sha256: string };
  /** Absent: the rule's pack is not loaded, or it has no such rule any more. */
  readonly rule?: TracedRule;
  /** All about one rule. */
  readonly findings: readonly Finding[];
  /** The facts that the rule names, each with what led to it. */
  readonly facts: readonly TracedFact[];
  /** What the trace cannot show, and why. */
  readonly gaps: readonly string[];
}

export interface TracedRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly appliesWhen?: string;
  readonly forEach?: { readonly items: string; readonly as: string; readonly subject: string };
  /** The expression, or the assertions about the SELinux policy as YAML. */
  readonly assert: string;
  readonly language: 'cel' | 'selinux';
  /** Parameters with the values that were used. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The columns of its row, when a table gave it. */
  readonly row?: Readonly<Record<string, unknown>>;
}

export interface TracedFact {
  readonly name: string;
  readonly bank?: BankName;
  readonly summary: string;
  readonly state: 'present' | 'absent' | 'unreadable' | 'not-saved';
  /** Why it cannot be read. */
  readonly error?: string;
  /** It is as user data make it. */
  readonly userData: boolean;
  /** What the rule read in it; of facts that others follow from: what stands where they lead. */
  readonly values: readonly TracedValue[];
  /** The facts that it follows from; empty for a collected one. */
  readonly from: readonly TracedFact[];
  /** Where it was collected; of a derived fact, in those it follows from. */
  readonly sources: readonly Source[];
  /** It was told before, with all that led to it. */
  readonly told: boolean;
}

export interface TracedValue {
  /** Inside the fact; empty: the fact as a whole. */
  readonly path: string;
  /** Absent: nothing is there. */
  readonly value?: unknown;
  /** The elements that the findings are about. */
  readonly items: readonly unknown[];
  /** Lines of files that decide it. */
  readonly places: readonly TracedPlace[];
}

/** A line of a file in the image or of user data. */
export interface TracedPlace {
  readonly file: string;
  readonly line?: number;
  /** Which layer of configuration it belongs to: sysctl.d, settings-defaults, user-data … */
  readonly layer?: string;
  /** Setting, key or name that it decides. */
  readonly key?: string;
  readonly because?: string;
  /** The bytes of the file. */
  readonly source?: Source;
}
