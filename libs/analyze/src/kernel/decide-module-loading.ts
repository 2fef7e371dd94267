import type { ModuleState } from './decide-module.ts';
import type { SignatureEnforcement } from './decide-signature-enforcement.ts';
import { isUnknown, type Unknown } from './kernel-knowledge.ts';

/**
 * `loads`: modprobe and the kernel take it; `denied`: modprobe does not, as its rules say; `refused`: the kernel does not, for its signature;
 * `command`: modprobe runs a command in its place that may load it.
 */
export const moduleOutcomes = ['loads', 'denied', 'refused', 'command'] as const;
export type ModuleOutcome = (typeof moduleOutcomes)[number];

/** What a module's signature is worth to the kernel: `valid` is of one of its keys, `unsupported` was not checked. */
export const signatureVerdicts = ['valid', 'invalid', 'unknown-key', 'unsupported'] as const;
export type SignatureVerdict = (typeof signatureVerdicts)[number];

export interface ModuleLoading {
  readonly outcome: ModuleOutcome;
  readonly how: string;
}

export interface SignedModule {
  /** Of `decideModule`, with what makes it so. */
  readonly state: ModuleState;
  readonly how: string;
  readonly signed: boolean;
  /** Undefined for one that nobody signed, or where the kernel's keys are not known. */
  readonly verdict?: SignatureVerdict;
}

/** What becomes of a module file that somebody asks modprobe for. A key that is added to a running kernel is not thought of. */
export function decideModuleLoading({ state, how, signed, verdict }: SignedModule, enforcement: SignatureEnforcement | Unknown): ModuleLoading | Unknown {
  if (state === 'denied' || state === 'command') return { outcome: state, how };
  if (state !== 'loadable') return { outcome: 'denied', how: `modprobe takes it for ${state}: ${how}` };
  if (verdict === 'valid') return { outcome: 'loads', how: 'a key in the kernel vouches for it' };
  if (isUnknown(enforcement)) return enforcement;
  if (!enforcement.checked) return { outcome: 'loads', how: 'the kernel does not look at signatures' };
  if (verdict === 'invalid') return { outcome: 'refused', how: 'its signature is not of this module' };
  const doubt = doubtOf(signed, verdict);
  if (!enforcement.required) return { outcome: 'loads', how: `${doubt}, and the kernel asks for no signature` };
  if (signed && verdict !== 'unknown-key') return { unknown: `${doubt}, and ${reasonOf(enforcement)}` };
  return { outcome: 'refused', how: `${doubt}, and ${reasonOf(enforcement)}` };
}

function doubtOf(signed: boolean, verdict: SignatureVerdict | undefined): string {
  if (!signed) return 'nobody signed it';
  if (verdict === 'unknown-key') return 'the kernel has no key that signed it';
  return verdict === undefined ? 'the keys of the kernel are not known' : 'its signature is of a kind that is not checked here';
}

function reasonOf({ requiredBy }: SignatureEnforcement): string {
  if (requiredBy === 'config') return 'CONFIG_MODULE_SIG_FORCE asks for a signature';
  return requiredBy === 'cmdline' ? 'module.sig_enforce asks for a signature' : 'lockdown asks for a signature';
}
