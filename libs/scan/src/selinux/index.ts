export type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
export { type CheckedPolicy, openCheckedPolicy } from './open-checked-policy.ts';
export { type OpenedPolicy, openPolicy, type PolicyPlace } from './open-policy.ts';
export { whileReading } from './while-reading.ts';
