import { createHash } from 'node:crypto';

/** Names a finding over builds: SHA-256 of rule id and subject, hexadecimal. */
export function fingerprint(ruleId: string, subject: string | undefined): string {
  return createHash('sha256')
    .update(`${ruleId}\0${subject ?? ''}`)
    .digest('hex');
}
