import { LimitError } from '../../bytes/index.ts';
import { decodePolicy } from './decode/decode-policy.ts';
import type { SelinuxPolicy } from './policy.ts';
import { PolicyCursor, policyPart } from './policy-cursor.ts';
import { validatePolicy } from './validate/validate-policy.ts';

/** Fedora's policy, the largest there is, has 8 MiB. */
export const MAX_POLICY_LENGTH = 32 * 1024 * 1024;

/**
 * A binary SELinux policy of the kernel, version 24 to 35, decoded and validated: every value in it stands for something. Other versions, Xen policies,
 * modules, policy packages and compiled file contexts are an UnsupportedError, more than 32 MiB a LimitError. The result looks into `bytes`;
 * `offset` is the absolute offset of `bytes`, for errors.
 */
export function parseSelinuxPolicy(bytes: Uint8Array, offset = 0): SelinuxPolicy {
  if (bytes.length > MAX_POLICY_LENGTH)
    throw new LimitError({ structure: policyPart(''), offset, message: `${bytes.length} bytes, at most ${MAX_POLICY_LENGTH} are read` });
  const policy = decodePolicy(new PolicyCursor(bytes, offset));
  validatePolicy(policy, offset);
  return policy;
}
