import type { JsonObject } from './json-view.ts';
import type { LintLevel } from './lint-problem.ts';

/** What stands there, and where below the subject. */
export type Report = (what: string, ...path: readonly (string | number)[]) => void;

export interface Check<Subject> {
  readonly id: string;
  readonly level: LintLevel;
  /** sarif: the specification says so. github: code scanning does. */
  readonly source: 'sarif' | 'github';
  readonly mend: string;
  readonly look: (subject: Subject, report: Report) => void;
}

export interface LogSubject {
  readonly log: JsonObject;
  readonly runs: readonly unknown[];
  readonly hasByteOrderMark: boolean;
  /** Of the document as gzip would send it; 0 when it is too short to matter. */
  readonly gzipLength: number;
}

export interface RunSubject {
  readonly run: JsonObject;
  readonly rules: readonly unknown[];
  /** Rule id → how many rules have it. */
  readonly ruleIds: ReadonlyMap<string, number>;
  readonly artifacts: readonly unknown[];
  readonly results: readonly unknown[];
}

export interface RuleSubject {
  readonly rule: JsonObject;
}

export interface ArtifactSubject extends RunSubject {
  readonly artifact: JsonObject;
  readonly index: number;
}

export interface ResultSubject extends RunSubject {
  readonly result: JsonObject;
}
