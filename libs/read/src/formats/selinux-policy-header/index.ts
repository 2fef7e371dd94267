export { readSelinuxPolicyHeader, type SelinuxPolicyHeader } from './policy-header.ts';
