import type { ControlStatus, Verdict } from '@staticfire/findings';

/** Any fail → fail; any unknown → unknown; a part that no rule decides → partial; all not-applicable → not-applicable; else pass. */
export function aggregateStatus(verdicts: readonly Verdict[], partly: boolean): ControlStatus {
  if (verdicts.includes('fail')) return 'fail';
  if (verdicts.includes('unknown')) return 'unknown';
  if (partly || verdicts.length === 0) return 'partial';
  return verdicts.every((verdict) => verdict === 'not-applicable') ? 'not-applicable' : 'pass';
}
