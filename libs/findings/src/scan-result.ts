import type { BankName, InputHeader } from '@staticfire/facts';
import type { Finding } from './finding.ts';
import type { Severity, Verdict } from './verdict.ts';

export const RESULT_VERSION = 1;
export const RESULT_SCHEMA_ID = 'urn:staticfire:schema:result:1';

/** Every text of a rule that a report needs, so that reports need no pack. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** 0.1 to 10, the number GitHub shows; 0 for info. */
  readonly securitySeverity: number;
  readonly rationale: string;
  readonly remediation: string;
  /** Framework → ids. */
  readonly references: Readonly<Record<string, readonly string[]>>;
  /** The rule's verdict over all of its findings: any fail → fail, else any unknown → unknown, else pass or not-applicable. */
  readonly verdict: Verdict;
}

export interface PackText {
  readonly id: string;
  readonly version: string;
  readonly title: string;
}

export interface Gate {
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  readonly failOn: Severity | 'none';
  /** 0 passed, 1 failed, 3 inconclusive. */
  readonly exitCode: 0 | 1 | 3;
  /** Rules at or above `failOn` that failed. */
  readonly failing: readonly string[];
  /** Rules at or above `failOn` whose evidence could not be read. */
  readonly unknown: readonly string[];
}

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** What the image calls itself; empty strings where its release file is missing or unreadable. */
export interface ReleaseText {
  readonly prettyName: string;
  readonly variantId: string;
  readonly versionId: string;
  readonly buildId: string;
}

/** Document 2: everything a report may say. */
export interface ScanResult {
  readonly $schema: typeof RESULT_SCHEMA_ID;
  readonly version: typeof RESULT_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly input: InputHeader;
  readonly bank?: BankName;
  readonly release: ReleaseText;
  readonly packs: readonly PackText[];
  /** Sorted by id. */
  readonly rules: readonly RuleText[];
  /** Sorted by rule id, then subject. */
  readonly findings: readonly Finding[];
  /** By rule, never by finding. */
  readonly counts: VerdictCounts;
  readonly gate: Gate;
  /** Runtime errors of expressions: bugs of a pack, each also an unknown finding. */
  readonly ruleErrors: readonly { readonly ruleId: string; readonly message: string }[];
}
