import { type Finding, type ScanResult, type Verdict, verdicts, type WaiverText } from '@staticfire/findings';

/** How many findings have each verdict. `fail` are those that nobody waived; `waived` those that a valid waiver is about. Every reporter tells these figures. */
export type FindingTally = Readonly<Record<Verdict | 'waived', number>>;

export function tallyFindings(result: ScanResult): FindingTally {
  const tally = { ...Object.fromEntries(verdicts.map((verdict) => [verdict, 0])), waived: 0 } as Record<Verdict | 'waived', number>;
  for (const finding of result.findings) tally[stateOf(result, finding)] += 1;
  return tally;
}

export function stateOf(result: ScanResult, finding: Finding): Verdict | 'waived' {
  return validWaiverOf(result, finding) === undefined ? finding.verdict : 'waived';
}

/** The waiver that counts for a failing finding. */
export function validWaiverOf({ waivers }: ScanResult, { verdict, waiver }: Finding): WaiverText | undefined {
  const about = waiver === undefined || verdict !== 'fail' ? undefined : waivers[waiver];
  return about?.state === 'valid' ? about : undefined;
}
