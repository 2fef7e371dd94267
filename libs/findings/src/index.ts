export type { Evidence, Finding } from './finding.ts';
export {
  type Gate,
  type PackText,
  RESULT_SCHEMA_ID,
  RESULT_VERSION,
  type ReleaseText,
  type RuleText,
  type ScanResult,
  type VerdictCounts,
} from './scan-result.ts';
export { isAtLeast, type Severity, severities, type Verdict, verdicts } from './verdict.ts';
