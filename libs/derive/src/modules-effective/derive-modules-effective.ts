import {
  decideModuleLoading,
  decideSignatureEnforcement,
  isUnknown,
  type LockdownMode,
  lockdownModes,
  type SignatureEnforcement,
  signatureVerdicts,
  type Unknown,
} from '@staticfire/analyze/kernel';
import { boolean, type FactState, type Infer, isUnreadable, list, map, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need, needState } from '../derivation.ts';
import { kernelNeeds, readKernelInput, unknownBecause, unreadableOf } from '../kernel-input/kernel-input.ts';
import { type ModulesEffective, modulesEffective } from './modules-effective.schema.ts';

const states = ['builtin', 'absent', 'denied', 'command', 'loadable'] as const;
const modprobeSchema = object({ modules: map(object({ state: oneOf(states, ''), how: string('') }), '', { missing: 'unknown' }) });
const signaturesSchema = object({
  modules: list(object({ path: string(''), name: string(''), signed: boolean(''), verdict: optional(oneOf(signatureVerdicts, '')) }), ''),
});
const lockdownSchema = object({ mode: oneOf(lockdownModes, '') });

type Modprobe = FactState<Infer<typeof modprobeSchema>>;
type Signed = Exclude<Infer<typeof signaturesSchema>['modules'][number], Unreadable>;

export const deriveModulesEffective = defineDerivation({
  fact: modulesEffective,
  needs: {
    signatures: need('kernel.module-signatures', signaturesSchema),
    modprobe: needState('modprobe.effective', modprobeSchema),
    lockdown: needState('lockdown.effective', lockdownSchema),
    ...kernelNeeds,
  },
  derive({ signatures, modprobe, lockdown, ...kernel }): ModulesEffective {
    const mode: LockdownMode | Unknown = lockdown.state === 'present' ? lockdown.value.mode : unknownBecause(lockdown, 'lockdown.effective');
    const enforcement = decideSignatureEnforcement(readKernelInput(kernel), mode);
    const modules = signatures.modules.map((module) => (isUnreadable(module) ? module : loadingOf(module, modprobe, enforcement)));
    return { ...(isUnknown(enforcement) ? {} : { signatures: enforcement }), modules };
  },
});

function loadingOf(
  { path, name, signed, verdict }: Signed,
  modprobe: Modprobe,
  enforcement: SignatureEnforcement | Unknown,
): ModulesEffective['modules'][number] {
  if (modprobe.state !== 'present') return unreadableOf(unknownBecause(modprobe, 'modprobe.effective'), 'module', name);
  const decided = Object.hasOwn(modprobe.value.modules, name) ? modprobe.value.modules[name] : undefined;
  if (decided === undefined) return unreadableOf({ unknown: 'modprobe.effective does not name it' }, 'module', name);
  if (isUnreadable(decided)) return decided;
  const loading = decideModuleLoading({ ...decided, signed, ...(verdict === undefined ? {} : { verdict }) }, enforcement);
  return isUnknown(loading) ? unreadableOf(loading, 'module', name) : { name, path, ...loading, signed };
}
