export { parseSelinuxPolicy } from './parse-policy.ts';
export type { SelinuxPolicy } from './policy.ts';
export { readSelinuxPolicyHeader, type SelinuxPolicyHeader } from './policy-header.ts';
