export { withBuiltInWords } from './built-in-command-line.ts';
export { computeSysctl, type SysctlWrite } from './compute-sysctl.ts';
export { decideLockdown, type LockdownMode, lockdownModes } from './decide-lockdown.ts';
export { decideModule, type ModuleDecision, type ModuleKnowledge, type ModuleState } from './decide-module.ts';
export {
  decideModuleLoading,
  type ModuleLoading,
  type ModuleOutcome,
  moduleOutcomes,
  type SignatureVerdict,
  type SignedModule,
  signatureVerdicts,
} from './decide-module-loading.ts';
export {
  decideSecurityModules,
  type SecurityModuleDecision,
  type SecurityModulesDecision,
  securityModuleStates,
} from './decide-security-modules.ts';
export { decideSignatureEnforcement, type SignatureEnforcement } from './decide-signature-enforcement.ts';
export { type CommandLineWord, isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';
export { decideMitigation, type MitigationDecision, type MitigationKnowledge, mitigationStates } from './mitigations/decide-mitigation.ts';
export { mitigations } from './mitigations/mitigations.ts';
export { ModprobeConfig, type ModprobeFile, type ModprobeLine } from './modprobe-config.ts';
export { moduleOptions } from './module-options.ts';
export { type ModuleAlias, type ModuleStates, type ResolvedModule, resolveModule } from './resolve-module.ts';
export { compareNames, effectiveFiles, orderAssignments, type SysctlAssignment } from './sysctl-assignments.ts';
export { sysctlDefaults } from './sysctl-defaults.ts';
export type { SysctlLayer, SysctlValue } from './sysctl-state.ts';
