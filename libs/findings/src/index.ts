export { type AttestationText, type ControlCounts, type ControlStatus, type ControlText, controlStatuses } from './control-text.ts';
export type { CoverageText, CoveredFact } from './coverage-text.ts';
export type { Evidence, EvidencePlace, Finding } from './finding.ts';
export type { BankText, BootChainText, BootLinkText, ImageText, PartitionText, SignatureCheckText, VerityText } from './image-text.ts';
export { printable, printableProse, UNPRINTABLE } from './printable.ts';
export { restoreResult, type SavedResult, saveResult } from './saved-result.ts';
export {
  type DeselectedText,
  type Gate,
  type LeftOutText,
  type PackText,
  RESULT_SCHEMA_ID,
  RESULT_VERSION,
  type ReleaseText,
  type RuleText,
  type ScanResult,
  type VerdictCounts,
} from './scan-result.ts';
export type { Trace, TracedFact, TracedPlace, TracedRule, TracedValue } from './trace.ts';
export { isAtLeast, type Severity, severities, type Verdict, verdicts } from './verdict.ts';
export type { WaiverText } from './waiver-text.ts';
