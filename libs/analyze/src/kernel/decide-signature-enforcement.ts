import type { LockdownMode } from './decide-lockdown.ts';
import { isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';

/** Whether a kernel looks at signatures of modules, and loads those alone that a key of its own vouches for. */
export interface SignatureEnforcement {
  readonly checked: boolean;
  readonly required: boolean;
  /** The first that makes it so; absent when they are not required. */
  readonly requiredBy?: 'config' | 'cmdline' | 'lockdown';
}

/** What `bool_enable_only` takes for yes (Linux kernel/module/signing.c; lib/kstrtox.c, `kstrtobool`); no value is one, and nothing turns it off again. */
const YES = /^(?:$|[yYtT1]|[oO][nN])/;

/** Linux kernel/module/signing.c, `module_sig_check`; `lockdown` is that of the time at which modules are loaded. */
export function decideSignatureEnforcement(kernel: KernelKnowledge, lockdown: LockdownMode | Unknown): SignatureEnforcement | Unknown {
  const [checked, forced] = [kernel.option('MODULE_SIG'), kernel.option('MODULE_SIG_FORCE')];
  if (isUnknown(checked)) return checked;
  if (checked !== 'y') return { checked: false, required: false };
  if (forced === 'y') return { checked: true, required: true, requiredBy: 'config' };
  const { commandLine } = kernel;
  const enforced = isUnknown(commandLine) ? false : commandLine.some(({ key, value }) => key === 'module.sig_enforce' && YES.test(value ?? ''));
  if (enforced) return { checked: true, required: true, requiredBy: 'cmdline' };
  if (!isUnknown(lockdown) && lockdown !== 'none') return { checked: true, required: true, requiredBy: 'lockdown' };
  return [forced, commandLine, lockdown].find(isUnknown) ?? { checked: true, required: false };
}
