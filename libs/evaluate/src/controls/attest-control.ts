import type { AttestationText, ControlStatus } from '@staticfire/findings';
import { stateOn } from '../rules/period.ts';
import type { Attestation } from '../rules/selection.ts';

const ATTESTABLE: readonly ControlStatus[] = ['manual', 'runtime-only', 'partial'];

/** Of attestations of one control the one that counts on a day; else the last that has expired, else the first to come. `today` is `YYYY-MM-DD`. */
export function attestationOn(attestations: readonly Attestation[], today: string): AttestationText | undefined {
  const texts = attestations.toSorted((a, b) => (a.when < b.when ? -1 : 1)).map((attestation) => datedText(attestation, today));
  return texts.find(({ state }) => state === 'valid') ?? texts.findLast(({ state }) => state === 'expired') ?? texts[0];
}

function datedText({ statement, who, when, validUntil }: Attestation, today: string): AttestationText {
  return { statement, who, when, validUntil, state: stateOn({ first: when, last: validUntil }, today) };
}

/** Somebody's word counts only where evidence does not decide. */
export function attestedStatus(evidenceStatus: ControlStatus, attestation: AttestationText | undefined): ControlStatus {
  return attestation?.state === 'valid' && ATTESTABLE.includes(evidenceStatus) ? 'attested' : evidenceStatus;
}
