import type { Finding, ScanResult, WaiverText } from '@staticfire/findings';
import type { Suppression } from 'sarif';
import { validWaiverOf } from '../tally.ts';
import type { ArtifactTable } from './artifact-table.ts';
import { bagOf, INT32_LIMIT, inertText } from './inert.ts';

/** Of a finding that a valid waiver is about. Every result has the array, or none may have it (SARIF 3.27.23); an empty one means not suppressed. */
export function suppressionsOf(result: ScanResult, finding: Finding, artifacts: ArtifactTable): readonly Suppression[] {
  const waiver = validWaiverOf(result, finding);
  return waiver === undefined ? [] : [suppressionOf(waiver, artifacts)];
}

/** A waiver that does not count is no suppression; it is told in the result's properties. */
export function idleWaiverOf({ waivers }: ScanResult, { waiver }: Finding): Pick<WaiverText, 'state' | 'owner' | 'reason' | 'from' | 'expires'> | undefined {
  const about = waiver === undefined ? undefined : waivers[waiver];
  if (about === undefined || about.state === 'valid') return undefined;
  const { state, owner, reason, expires, from } = about;
  return { state, owner, reason, ...(from === undefined ? {} : { from }), expires };
}

function suppressionOf(waiver: WaiverText, artifacts: ArtifactTable): Suppression {
  const { reason, owner, approvedBy, ticket, from, expires, subject, place } = waiver;
  const inLine = place.line >= 1 && place.line < INT32_LIMIT;
  return {
    kind: 'external',
    status: 'accepted',
    justification: inertText(reason),
    location: {
      physicalLocation: { artifactLocation: { index: artifacts.ownFile(place.path) }, ...(inLine ? { region: { startLine: place.line } } : {}) },
    },
    ...bagOf({ owner, approvedBy, ticket, from, expires, subject }),
  };
}
