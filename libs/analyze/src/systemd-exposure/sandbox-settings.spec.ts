import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomSettings } from './fixtures/random-settings.ts';
import { scoreService, type UnitSetting } from './score-service.ts';

const SEED = 20261126;
/** Checks of lists that are not told, and of capabilities that have no name. */
const UNTOLD = new Set(['SupplementaryGroups', 'IPAddressDeny', 'DeviceAllow', 'AmbientCapabilities']);

const service = (...lines: readonly string[]): readonly UnitSetting[] =>
  lines.map((line) => ({ section: 'Service', key: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) }));
const scored = (settings: readonly UnitSetting[]) => {
  const score = scoreService({ unit: 'a@b.service', settings }, 'x86-64');
  if ('refused' in score) throw new Error(`${score.refused.key} is refused`);
  return score;
};
const told = (...lines: readonly string[]) => scored(service(...lines)).settings.map(({ key, value }) => `${key}=${value}`);

describe('the sandbox that holds for a service', () => {
  it('is not told of where nothing is set, or set to what it is anyway', () => {
    expect(
      told('ProtectHome=no', 'UMask=022', 'CapabilityBoundingSet=CAP_KILL', 'CapabilityBoundingSet=~', 'SystemCallFilter=read', 'SystemCallFilter='),
    ).toEqual([]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['the last word', ['ProtectSystem=full', 'ProtectSystem=strict', 'PrivateTmp=yes', 'PrivateTmp=no', 'UMask=77'], ['ProtectSystem=strict', 'UMask=0077']],
    ['lists put together', ['CapabilityBoundingSet=CAP_KILL', 'CapabilityBoundingSet=CAP_BPF CAP_CHOWN'], ['CapabilityBoundingSet=CAP_BPF CAP_CHOWN CAP_KILL']],
    ['what is taken away, where that is shorter', ['CapabilityBoundingSet=~CAP_SYS_ADMIN'], ['CapabilityBoundingSet=~CAP_SYS_ADMIN']],
    ['no capability at all', ['CapabilityBoundingSet='], ['CapabilityBoundingSet=']],
    ['what other settings bring along', ['PrivateDevices=1'], ['PrivateDevices=yes', 'DevicePolicy=closed', 'CapabilityBoundingSet=~CAP_MKNOD CAP_SYS_RAWIO']],
    ['families of sockets', ['RestrictAddressFamilies=AF_UNIX', 'RestrictAddressFamilies=AF_INET'], ['RestrictAddressFamilies=AF_INET AF_UNIX']],
    ['no socket at all, no namespace', ['RestrictAddressFamilies=none', 'RestrictNamespaces=yes'], ['RestrictNamespaces=yes', 'RestrictAddressFamilies=none']],
    ['system calls by group', ['SystemCallFilter=~@swap ptrace', 'SystemCallFilter=~@mount'], ['SystemCallFilter=~@mount @swap ptrace']],
    ['system calls less a group', ['SystemCallFilter=@swap', 'SystemCallFilter=~swapoff'], ['SystemCallFilter=@default swapon']],
  ])('is %s', (_, lines, expected) => expect(told(...lines)).toEqual(expected));

  it('scores as what it was put together from', () => {
    const property = fc.property(randomSettings, (settings) => {
      const score = scored(settings);
      const again = scored([...settings.filter(({ section }) => section === 'Unit'), ...score.settings.map((each) => ({ section: 'Service', ...each }))]);
      // An allow list without @default takes two assignments.
      const others = ({ settings: told }: typeof score) => told.filter(({ key }) => key !== 'SystemCallFilter');
      expect(others(again)).toEqual(others(score));
      const compared = ({ checks }: typeof score) => checks.filter(({ field }) => !UNTOLD.has(field)).map(({ field, set }) => [field, set]);
      expect(compared(again)).toEqual(compared(score));
    });
    fc.assert(property, { seed: SEED, numRuns: 2000 });
  });
});
