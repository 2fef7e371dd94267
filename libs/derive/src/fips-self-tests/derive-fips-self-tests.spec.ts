import { describe, expect, it } from 'vitest';
import { Damaged, derivedFact, derivedValue, failure, type Given } from '../fixtures/derived-fact.ts';

const KERNEL = 'check-kernel-integrity.service';
const MODULES = 'check-fips-modules.service';
const NEXT = 'activate-preconfigured.service';
const TARGET = 'fipscheck.target';
const GATE: readonly [string, string] = ['ConditionKernelCommandLine', 'fips=1'];

const unit = (name: string, settings: readonly (readonly [string, string])[], commands: readonly string[] = []) => ({
  name,
  loadState: 'loaded',
  settings: settings.map(([key, value]) => ({ section: 'Unit', key, value })),
  commands: commands.map((line) => ({ program: line.split(' ')[0]!, arguments: line.split(' ').slice(1) })),
});
const link = (of: string, kind: string, name: string) => ({ of, kind, name, masked: false });
const CHECKED = unit(
  MODULES,
  [GATE, ['Requires', 'fips-modprobe@sha256.service fips-modprobe@ctr\\x28aes\\x29.service'], ['Wants', 'fips-modprobe@gone.service x.service']],
  ['/usr/bin/modprobe -q tcrypt', '/usr/bin/modprobe -r tcrypt', '/usr/bin/touch /etc/x'],
);
const state = (name: string, blacklisted = false) => ({ state: name, blacklisted, autoload: false });

function given(changes: Given = {}): Given {
  return {
    'systemd.units': { units: [unit(TARGET, [GATE]), unit(KERNEL, [GATE]), CHECKED, unit(NEXT, [GATE, ['Requires', TARGET]])] },
    'systemd.unit-files': { units: [link(TARGET, 'requires', KERNEL), link(TARGET, 'wants', NEXT)] },
    'systemd.boot': {
      stages: [{ asked: TARGET }],
      links: [{ path: `/etc/systemd/system/${TARGET}.requires/${MODULES}`, unit: MODULES, key: 'RequiredBy' }],
    },
    'modprobe.effective': {
      modules: { sha256: state('absent'), tcrypt: state('loadable'), sha256_ssse3: state('loadable'), lost: { $unreadable: failure() } },
    },
    'kernel.module-index': {
      aliases: [
        { alias: 'sha256', module: 'sha256-ssse3', builtin: false },
        { alias: 'ctr(aes)', module: 'aes', builtin: true },
      ],
    },
    ...changes,
  };
}

const unitsOf = async (changes: Given) => (await derivedValue('fips.self-tests', given(changes))).units.map((each: { needs?: string }) => each.needs ?? '?');
const modulesOf = async (changes: Given) =>
  (await derivedValue('fips.self-tests', given(changes))).modules.map((each: { name?: string; state?: string }) =>
    each.name === undefined ? '?' : `${each.name} ${each.state}`,
  );

describe('fips.self-tests', () => {
  it('a chain that fails closed', async () => {
    const { target, units, modules } = await derivedValue('fips.self-tests', given());
    expect(target).toBe(TARGET);
    expect(units).toEqual([
      { name: TARGET, state: 'loaded', needs: 'requires', gated: true },
      { name: KERNEL, state: 'loaded', needs: 'requires', gated: true },
      { name: MODULES, state: 'loaded', needs: 'requires', gated: true },
      { name: NEXT, state: 'loaded', needs: 'wants', gated: true },
    ]);
    expect(modules).toEqual([
      { name: 'ctr(aes)', state: 'builtin', module: 'aes' },
      { name: 'gone', state: 'absent' },
      { name: 'sha256', state: 'loadable', module: 'sha256_ssse3' },
      { name: 'tcrypt', state: 'loadable' },
    ]);
  });

  it.each<[string, Given, readonly string[]]>([
    ['a link that only wants', { 'systemd.unit-files': { units: [link(TARGET, 'wants', KERNEL)] } }, ['requires', 'wants', 'requires', 'none']],
    ['no link', { 'systemd.unit-files': { units: [] }, 'systemd.boot': undefined }, ['requires', 'none', 'none', 'none']],
    ['unit files that cannot all be read', { 'systemd.unit-files': { units: [{ $unreadable: failure() }] } }, ['?', 'requires', 'none', 'requires', 'none']],
  ])('%s', async (_, changes, expected) => expect(await unitsOf(changes)).toEqual(expected));

  it('units that are not there', async () => {
    const value = await derivedValue('fips.self-tests', given({ 'systemd.units': { units: [{ ...unit(TARGET, []), loadState: 'masked' }] } }));
    expect(value.units).toMatchObject([
      { state: 'masked', gated: false, needs: 'none' },
      { name: KERNEL, state: 'not-found' },
      { state: 'not-found' },
      { state: 'not-found' },
    ]);
    expect(value.modules).toEqual([]);
  });

  it.each<[string, Given, readonly string[]]>([
    ['no index of aliases', { 'kernel.module-index': undefined }, ['ctr(aes) absent', 'gone absent', 'sha256 absent', 'tcrypt loadable']],
    ['an index that cannot be read', { 'kernel.module-index': new Damaged() }, ['?', '?', '?', 'tcrypt loadable']],
    ['rules that cannot be read', { 'modprobe.effective': new Damaged() }, ['?', '?', '?', '?']],
    [
      'a rule that denies one',
      { 'modprobe.effective': { modules: { tcrypt: state('denied'), sha256: state('builtin') } } },
      ['ctr(aes) builtin', 'gone absent', 'sha256 builtin', 'tcrypt denied'],
    ],
  ])('%s', async (_, changes, expected) => expect(await modulesOf(changes)).toEqual(expected));

  it('is absent where there is none of it', async () => {
    expect((await derivedFact('fips.self-tests', given({ 'systemd.units': { units: [unit('a.service', [])] } }))).state).toBe('absent');
    expect((await derivedFact('fips.self-tests', given({ 'systemd.units': new Damaged() }))).state).toBe('unreadable');
  });
});
