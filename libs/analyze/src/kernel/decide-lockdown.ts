import { isUnknown, type KernelKnowledge, lastWord, type Unknown } from './kernel-knowledge.ts';

export const lockdownModes = ['none', 'integrity', 'confidentiality'] as const;
export type LockdownMode = (typeof lockdownModes)[number];

export interface LockdownDecision {
  readonly mode: LockdownMode;
  /** What has brought it there; absent for `none`. */
  readonly decidedBy?: 'config' | 'cmdline' | 'settings';
  /** The kernel can be locked down at all. */
  readonly supported: boolean;
}

/** The mode of a node that is up: each step only raises it (Linux security/lockdown/lockdown.c; Bottlerocket's corndog). */
export function decideLockdown(kernel: KernelKnowledge, setting: LockdownMode | undefined | Unknown): LockdownDecision | Unknown {
  const supported = isSupported(kernel);
  if (isUnknown(supported)) return supported;
  if (!supported) return { mode: 'none', supported };
  let decision: LockdownDecision = { mode: 'none', supported };
  let doubt: Unknown | undefined;
  for (const [decidedBy, mode] of [
    ['config', fromConfig(kernel)],
    ['cmdline', fromCommandLine(kernel)],
    ['settings', setting ?? 'none'],
  ] as const) {
    if (isUnknown(mode)) doubt ??= mode;
    else if (lockdownModes.indexOf(mode) > lockdownModes.indexOf(decision.mode)) decision = { mode, decidedBy, supported };
  }
  return doubt === undefined || decision.mode === 'confidentiality' ? decision : doubt;
}

/** It is built in, and either starts early or is among the security modules that start. */
function isSupported(kernel: KernelKnowledge): boolean | Unknown {
  const [built, early] = [kernel.option('SECURITY_LOCKDOWN_LSM'), kernel.option('SECURITY_LOCKDOWN_LSM_EARLY')];
  if (isUnknown(built)) return built;
  if (built !== 'y' || early === 'y') return built === 'y';
  const word = lastWord(kernel, 'lsm');
  if (isUnknown(word)) return word;
  const order = word ?? kernel.option('LSM');
  return isUnknown(order) ? order : order.split(',').includes('lockdown');
}

function fromConfig(kernel: KernelKnowledge): LockdownMode | Unknown {
  for (const mode of ['confidentiality', 'integrity'] as const) {
    const forced = kernel.option(`LOCK_DOWN_KERNEL_FORCE_${mode.toUpperCase()}`);
    if (isUnknown(forced)) return forced;
    if (forced === 'y') return mode;
  }
  return 'none';
}

/** Each `lockdown=` raises it (`lockdown_param`, which is read early). */
function fromCommandLine({ commandLine }: KernelKnowledge): LockdownMode | Unknown {
  if (isUnknown(commandLine)) return commandLine;
  const modes = commandLine.filter(({ key, late }) => key === 'lockdown' && !late).map(({ value }) => value);
  return lockdownModes.findLast((mode) => modes.includes(mode)) ?? 'none';
}
