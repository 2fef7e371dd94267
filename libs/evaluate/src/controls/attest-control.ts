import type { AttestationText, ControlStatus } from '@staticfire/findings';
import type { Attestation } from '../rules/selection.ts';

const ATTESTABLE: readonly ControlStatus[] = ['manual', 'runtime-only', 'partial'];

/** An attestation as it stands on a day. `today` is `YYYY-MM-DD`, so that days compare as texts. */
export function attestationOn(attestation: Attestation, today: string): AttestationText {
  const { statement, who, when, validUntil } = attestation;
  const state = today > validUntil ? 'expired' : today < when ? 'not-yet-valid' : 'valid';
  return { statement, who, when, validUntil, state };
}

/** Somebody's word counts only where evidence does not decide. */
export function attestedStatus(evidenceStatus: ControlStatus, attestation: AttestationText | undefined): ControlStatus {
  return attestation?.state === 'valid' && ATTESTABLE.includes(evidenceStatus) ? 'attested' : evidenceStatus;
}
