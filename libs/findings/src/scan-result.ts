import type { BankName, InputHeader } from '@staticfire/facts';
import type { ControlCounts, ControlText } from './control-text.ts';
import type { CoverageText } from './coverage-text.ts';
import type { Finding } from './finding.ts';
import type { ImageText } from './image-text.ts';
import type { Severity, Verdict } from './verdict.ts';
import type { WaiverText } from './waiver-text.ts';

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
  /** The verdict on the image alone; another one than `verdict` only when user data decided. */
  readonly imageVerdict: Verdict;
  /** `user-data`: facts that the rule names differ with the user data, and it was judged on those. */
  readonly decided: 'image' | 'user-data';
  /** The severity that its pack gives, when a profile or the tailoring has set another one. */
  readonly packSeverity?: Severity;
}

export interface PackText {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** SHA-256 over its documents in canonical JSON: comments and layout do not matter. */
  readonly digest: string;
  /** What its source asks and no rule decides; absent: nothing. */
  readonly leftOut?: readonly LeftOutText[];
}

/** A row of a pack's source without a rule. */
export interface LeftOutText {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

/** A rule or control that the user's tailoring leaves out; never counted as a pass. */
export interface DeselectedText {
  readonly kind: 'rule' | 'control';
  /** Of a control: `pack/id`. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

export interface Gate {
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  readonly failOn: Severity | 'none';
  /** 0 passed, 1 failed, 3 inconclusive. */
  readonly exitCode: 0 | 1 | 3;
  /** Rules at or above `failOn` that failed with at least one finding that no valid waiver is about. */
  readonly failing: readonly string[];
  /** Rules at or above `failOn` whose evidence could not be read; also waived ones of which a part could not be read. */
  readonly unknown: readonly string[];
  /** Rules at or above `failOn` that failed, and whose every failing finding a valid waiver is about. */
  readonly waived: readonly string[];
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
  /** The day that attestations and waivers were held against, and that rules asked for, `YYYY-MM-DD`; absent when there are none, or no day was given. */
  readonly day?: string;
  readonly image: ImageText;
  /** The user data that were laid over the image; absent: none were given. */
  readonly userData?: { readonly path: string; readonly sha256: string };
  readonly packs: readonly PackText[];
  /** Selected profiles, `pack/name`; empty: every rule and every control. */
  readonly profiles: readonly string[];
  /** Pack → the parameters that the tailoring has set. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Sorted by id. */
  readonly rules: readonly RuleText[];
  /** Sorted by rule id, then subject. */
  readonly findings: readonly Finding[];
  /** By rule, never by finding. */
  readonly counts: VerdictCounts;
  /** Sorted by pack, then by id, numbers as numbers. */
  readonly controls: readonly ControlText[];
  /** Pack → how many of its controls have each status; never mixed with `counts`. */
  readonly controlCounts: Readonly<Record<string, ControlCounts>>;
  /** Sorted by kind, then by id. */
  readonly deselected: readonly DeselectedText[];
  /** As they are written. Waived is never pass: verdicts and counts stay what evidence gives. */
  readonly waivers: readonly WaiverText[];
  readonly coverage: CoverageText;
  readonly gate: Gate;
  /** Runtime errors of expressions: bugs of a pack, each also an unknown finding. */
  readonly ruleErrors: readonly { readonly ruleId: string; readonly message: string }[];
}
