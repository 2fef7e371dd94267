export { applySysusers, type SysusersGroup, type SysusersLine, type SysusersResult, type SysusersUser } from './apply-sysusers.ts';
export { describePassword, type PasswordDescription, type PasswordState, passwordStates } from './describe-password.ts';
