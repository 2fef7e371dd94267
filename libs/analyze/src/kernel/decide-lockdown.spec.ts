import { describe, expect, it } from 'vitest';
import { decideLockdown, type LockdownMode } from './decide-lockdown.ts';
import { isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';

const UNKNOWN: Unknown = { unknown: 'x' };
const EARLY = { SECURITY_LOCKDOWN_LSM: 'y', SECURITY_LOCKDOWN_LSM_EARLY: 'y' };
type Words = KernelKnowledge['commandLine'];

function decide(options: Readonly<Record<string, string>> | Unknown, commandLine: Words, setting: LockdownMode | undefined | Unknown): string {
  const option = (name: string) => (isUnknown(options) ? options : ((options as Record<string, string>)[name] ?? 'n'));
  const decision = decideLockdown({ option, commandLine, version: UNKNOWN }, setting);
  return isUnknown(decision)
    ? '?'
    : `${decision.mode}${decision.decidedBy === undefined ? '' : ` by ${decision.decidedBy}`}${decision.supported ? '' : ' unsupported'}`;
}

const words = (...values: string[]) => values.map((value) => ({ key: 'lockdown', value }));

describe('decideLockdown', () => {
  it.each<[string, Parameters<typeof decide>, string]>([
    ['nothing', [EARLY, [], undefined], 'none'],
    ['the setting', [EARLY, [], 'integrity'], 'integrity by settings'],
    ['the setting none', [EARLY, [], 'none'], 'none'],
    ['forced by the configuration', [{ ...EARLY, LOCK_DOWN_KERNEL_FORCE_INTEGRITY: 'y' }, [], 'none'], 'integrity by config'],
    ['the setting raises it', [{ ...EARLY, LOCK_DOWN_KERNEL_FORCE_INTEGRITY: 'y' }, [], 'confidentiality'], 'confidentiality by settings'],
    ['the command line', [EARLY, words('integrity'), 'integrity'], 'integrity by cmdline'],
    ['the command line only raises', [EARLY, words('confidentiality', 'integrity'), 'none'], 'confidentiality by cmdline'],
    ['bootconfig comes too late', [EARLY, [{ key: 'lockdown', value: 'integrity', late: true }], 'none'], 'none'],
    ['an unknown word on it', [EARLY, words('none', 'x'), undefined], 'none'],
    ['not built in', [{}, words('integrity'), 'integrity'], 'none unsupported'],
    ['not early, and in the order of modules', [{ SECURITY_LOCKDOWN_LSM: 'y', LSM: 'yama,lockdown,selinux' }, [], 'integrity'], 'integrity by settings'],
    ['not early, and not in the order', [{ SECURITY_LOCKDOWN_LSM: 'y', LSM: 'yama,selinux' }, [], 'integrity'], 'none unsupported'],
    [
      'not early, the order given at boot',
      [{ SECURITY_LOCKDOWN_LSM: 'y', LSM: 'lockdown' }, [{ key: 'lsm', value: 'selinux' }], 'integrity'],
      'none unsupported',
    ],
    ['a configuration that is not known', [UNKNOWN, [], 'integrity'], '?'],
    ['a command line that is not known', [EARLY, UNKNOWN, 'integrity'], '?'],
    ['… when it cannot go higher', [EARLY, UNKNOWN, 'confidentiality'], 'confidentiality by settings'],
    ['a setting that is not known', [EARLY, words('integrity'), UNKNOWN], '?'],
    ['… when it cannot go higher', [EARLY, words('confidentiality'), UNKNOWN], 'confidentiality by cmdline'],
  ])('%s', (_, given, expected) => expect(decide(...given)).toBe(expected));
});
