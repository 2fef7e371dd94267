import type { Finding, WaiverText } from '@staticfire/findings';
import { type PeriodState, stateOn } from '../rules/period.ts';
import type { Waiver } from '../rules/selection.ts';

/** Findings that name the waivers about them by their index. */
export interface WaivedFindings {
  readonly findings: readonly Finding[];
  readonly waivers: readonly WaiverText[];
}

type DatedWaiver = Waiver & { readonly state: PeriodState };

const STATES: readonly PeriodState[] = ['valid', 'expired', 'not-yet-valid'];

/** Which waivers are about which failing findings on a day (`YYYY-MM-DD`). Verdicts stay as they are; what is unknown cannot be waived. */
export function waiveFindings(findings: readonly Finding[], waivers: readonly Waiver[], today: string): WaivedFindings {
  const dated = waivers.map((waiver) => ({ ...waiver, state: stateOn({ first: waiver.from ?? '', last: waiver.expires }, today) }));
  const byRule = Map.groupBy([...dated].sort(byPrecedence), ({ ruleId }) => ruleId);
  const about = findings.map((finding) => (byRule.get(finding.ruleId) ?? []).filter((waiver) => isAbout(waiver, finding)));
  const matches = Map.groupBy(about.flat(), (waiver) => waiver);
  const indices = new Map(dated.map((waiver, index) => [waiver, index]));
  return {
    findings: findings.map((finding, index) => {
      const [first] = about[index]!;
      return first === undefined ? finding : { ...finding, waiver: indices.get(first)! };
    }),
    waivers: dated.map((waiver) => {
      const { place, ...text } = waiver;
      return { ...text, matches: matches.get(waiver)?.length ?? 0, place };
    }),
  };
}

function isAbout({ subject }: Waiver, finding: Finding): boolean {
  return finding.verdict === 'fail' && (subject === undefined || subject === finding.subject);
}

/** Valid ones first, those about one finding before those about every one of the rule, then the last that has expired and the first to come. */
function byPrecedence(a: DatedWaiver, b: DatedWaiver): number {
  const state = STATES.indexOf(a.state) - STATES.indexOf(b.state);
  const breadth = Number(a.subject === undefined) - Number(b.subject === undefined);
  if (state !== 0 || breadth !== 0) return state || breadth;
  const later = a.expires < b.expires ? 1 : a.expires > b.expires ? -1 : 0;
  return a.state === 'not-yet-valid' ? -later : later;
}
