import type { Finding, RuleText, ScanResult, Verdict } from '@staticfire/findings';
import type { Location, Result } from 'sarif';
import type { ArtifactTable } from './artifact-table.ts';
import { repositoryUri } from './file-uri.ts';
import { locateFinding, whereFinding } from './finding-locations.ts';
import { bagOf, inertText } from './inert.ts';
import { findingMessage } from './message-text.ts';
import { LEVELS } from './rule-descriptors.ts';
import type { SarifOptions } from './sarif-options.ts';
import { idleWaiverOf, suppressionsOf } from './suppressions.ts';

const KINDS = { pass: 'pass', fail: 'fail', unknown: 'open', 'not-applicable': 'notApplicable' } as const satisfies Record<Verdict, Result.kind>;

/** The project's own configuration: the file of a repository that says what is judged. */
const DEFAULT_ANCHOR = { path: 'staticfire.yaml', line: 1 };

type DescribeFinding = (finding: Finding) => Result;

/** Results as the profile tells them; files that they name come into `artifacts`. */
export function resultDescriber(result: ScanResult, options: SarifOptions, artifacts: ArtifactTable): DescribeFinding {
  const rules = new Map(result.rules.map((rule, index) => [rule.id, { rule, index }]));
  const fingerprint = fingerprinter();
  if (options.profile === 'full') return (finding) => fullResult(result, finding, rules.get(finding.ruleId), fingerprint(finding), artifacts);
  const anchor = anchorLocation(options.anchor ?? DEFAULT_ANCHOR);
  return (finding) => ({
    ...headOf(finding, rules.get(finding.ruleId)),
    message: { text: findingMessage(finding, whereFinding(finding), 'github') },
    locations: [anchor],
    partialFingerprints: fingerprint(finding),
  });
}

function fullResult(
  result: ScanResult,
  finding: Finding,
  rule: IndexedRule | undefined,
  partialFingerprints: Record<string, string>,
  artifacts: ArtifactTable,
): Result {
  const { primary, related, left, where } = locateFinding(finding, artifacts);
  return {
    ...headOf(finding, rule),
    message: { text: findingMessage(finding, where, 'full') },
    locations: [primary],
    ...(related.length === 0 ? {} : { relatedLocations: [...related] }),
    partialFingerprints,
    suppressions: [...suppressionsOf(result, finding, artifacts)],
    ...bagOf({
      subject: finding.subject,
      reason: finding.reason,
      fingerprint: finding.fingerprint,
      waiver: idleWaiverOf(result, finding),
      morePlaces: left === 0 ? undefined : left,
    }),
  };
}

interface IndexedRule {
  readonly rule: RuleText;
  readonly index: number;
}

/** Only a failure has a level (SARIF 3.27.10). */
function headOf({ ruleId, verdict }: Finding, known: IndexedRule | undefined): Pick<Result, 'ruleId' | 'ruleIndex' | 'kind' | 'level'> {
  return {
    ruleId: inertText(ruleId),
    ...(known === undefined ? {} : { ruleIndex: known.index }),
    kind: KINDS[verdict],
    ...(verdict === 'fail' ? { level: LEVELS[known?.rule.severity ?? 'info'] } : {}),
  };
}

/** One line: in a pull request GitHub shows an alert when every line of its region is part of the change. */
function anchorLocation({ path, line }: NonNullable<SarifOptions['anchor']>): Location {
  return { physicalLocation: { artifactLocation: { uri: repositoryUri(path) }, region: { startLine: line } } };
}

/**
 * `primaryLocationLineHash`, the one that GitHub matches alerts by, in its shape `hex:count`. The finding's own fingerprint: rule and
 * subject, never a digest, an offset, a version or the anchor, so that an alert lives on from build to build.
 */
function fingerprinter(): (finding: Finding) => Record<string, string> {
  const seen = new Map<string, number>();
  return ({ fingerprint }) => {
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return { primaryLocationLineHash: `${fingerprint}:${count}` };
  };
}
