import { describe, expect, it } from 'vitest';
import type { LockdownMode } from './decide-lockdown.ts';
import { decideModuleLoading, type SignedModule } from './decide-module-loading.ts';
import { decideSignatureEnforcement } from './decide-signature-enforcement.ts';
import { isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';

const UNKNOWN: Unknown = { unknown: 'damaged' };

function kernel(options: Readonly<Record<string, string>> | Unknown, words: string | Unknown = ''): KernelKnowledge {
  const parse = (text: string) => {
    return text.split(' ').map((word) => ({ key: word.split('=')[0]!, ...(word.includes('=') ? { value: word.slice(word.indexOf('=') + 1) } : {}) }));
  };
  return {
    option: (name) => (isUnknown(options) ? options : (options[name] ?? 'n')),
    commandLine: typeof words === 'string' ? parse(words) : words,
    version: [6, 12, 0],
  };
}
const SIG = { MODULE_SIG: 'y' };

describe('decideSignatureEnforcement', () => {
  it.each<[string, KernelKnowledge, LockdownMode | Unknown, object]>([
    ['a kernel that does not check', kernel({}), 'integrity', { checked: false, required: false }],
    ['nothing that asks', kernel(SIG), 'none', { checked: true, required: false }],
    ['the configuration', kernel({ ...SIG, MODULE_SIG_FORCE: 'y' }), 'none', { required: true, requiredBy: 'config' }],
    ['the command line', kernel(SIG, 'module.sig_enforce'), 'none', { required: true, requiredBy: 'cmdline' }],
    ['the command line with a value', kernel(SIG, 'quiet module.sig_enforce=1'), 'none', { required: true, requiredBy: 'cmdline' }],
    ['… that nothing turns off', kernel(SIG, 'module.sig_enforce=on module.sig_enforce=0'), 'none', { required: true }],
    ['… of no', kernel(SIG, 'module.sig_enforce=off'), 'none', { required: false }],
    ['lockdown', kernel(SIG), 'integrity', { required: true, requiredBy: 'lockdown' }],
    ['lockdown, whatever else is not known', kernel(SIG, UNKNOWN), 'confidentiality', { required: true, requiredBy: 'lockdown' }],
    ['a configuration that is not known', kernel(UNKNOWN), 'integrity', UNKNOWN],
    ['a command line that is not known', kernel(SIG, UNKNOWN), 'none', UNKNOWN],
    ['a lockdown that is not known', kernel(SIG), UNKNOWN, UNKNOWN],
    ['the command line, whatever lockdown is', kernel(SIG, 'module.sig_enforce=y'), UNKNOWN, { required: true, requiredBy: 'cmdline' }],
  ])('%s', (_, knowledge, lockdown, expected) => expect(decideSignatureEnforcement(knowledge, lockdown)).toMatchObject(expected));
});

describe('decideModuleLoading', () => {
  const required = { checked: true, required: true, requiredBy: 'lockdown' } as const;
  const free = { checked: true, required: false };
  const none = { checked: false, required: false };
  const loadable: SignedModule = { state: 'loadable', how: '', signed: true };
  const outcome = (module: Partial<SignedModule>, enforcement: Parameters<typeof decideModuleLoading>[1]) => {
    const loading = decideModuleLoading({ ...loadable, ...module }, enforcement);
    return isUnknown(loading) ? '?' : loading.outcome;
  };

  it.each<[string, Partial<SignedModule>, string, string, string, string]>([
    ['a valid signature', { verdict: 'valid' }, 'loads', 'loads', 'loads', 'loads'],
    ['nobody signed', { signed: false }, 'refused', 'loads', 'loads', '?'],
    ['a key that the kernel has not', { verdict: 'unknown-key' }, 'refused', 'loads', 'loads', '?'],
    ['changed', { verdict: 'invalid' }, 'refused', 'refused', 'loads', '?'],
    ['not checked here', { verdict: 'unsupported' }, '?', 'loads', 'loads', '?'],
    ['keys are not known', {}, '?', 'loads', 'loads', '?'],
    ['a rule of modprobe', { state: 'denied', verdict: 'valid' }, 'denied', 'denied', 'denied', 'denied'],
    ['a command', { state: 'command', verdict: 'invalid' }, 'command', 'command', 'command', 'command'],
    ['a part of the kernel', { state: 'builtin', verdict: 'valid' }, 'denied', 'denied', 'denied', 'denied'],
  ])('%s: required, not required, not checked, not known', (_, module, ...expected) => {
    expect([required, free, none, UNKNOWN].map((enforcement) => outcome(module, enforcement))).toEqual(expected);
  });

  it.each([
    [{ ...required }, 'nobody signed it, and lockdown asks for a signature'],
    [{ ...required, requiredBy: 'config' as const }, 'nobody signed it, and CONFIG_MODULE_SIG_FORCE asks for a signature'],
    [{ ...required, requiredBy: 'cmdline' as const }, 'nobody signed it, and module.sig_enforce asks for a signature'],
    [free, 'nobody signed it, and the kernel asks for no signature'],
  ])('says why: %j', (enforcement, how) => expect(decideModuleLoading({ ...loadable, signed: false }, enforcement)).toMatchObject({ how }));
});
