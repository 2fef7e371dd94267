import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, failure, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig, kernelModules, modprobeFiles } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

const DIR = '/usr/lib/modules-load.d';
const file = (path: string, more: object = {}) => ({ path, name: path.slice(path.lastIndexOf('/') + 1), state: 'read', readable: true, ...more });
const entry = (path: string, line: number, module: string) => ({ file: path, line, module });

async function given(changes: Given = {}): Promise<Given> {
  return {
    'boot.cmdline': bootCmdline('quiet'),
    'kernel.config': kernelConfig({ MODULES: 'y' }),
    'kernel.modules': kernelModules(['nf_conntrack', 'udf', 'quiet', 'sctp'], ['aes']),
    'kernel.module-index': { aliases: [{ alias: 'fs-udf', module: 'udf', builtin: false }] },
    'settings.defaults': await settingsDefaults('settings.motd = "x"'),
    'modules-load.files': {
      files: [
        file('/etc/modules-load.d/b.conf'),
        file(`${DIR}/c.conf`),
        file(`${DIR}/a.conf`),
        file(`${DIR}/b.conf`, { overriddenBy: '/etc/modules-load.d/b.conf' }),
      ],
      entries: [
        entry('/etc/modules-load.d/b.conf', 1, 'fs-udf'),
        entry(`${DIR}/c.conf`, 2, 'nothing'),
        entry(`${DIR}/a.conf`, 3, 'nf-conntrack'),
        entry(`${DIR}/a.conf`, 4, 'aes'),
        entry(`${DIR}/b.conf`, 1, 'sctp'),
      ],
    },
    ...changes,
  };
}

async function modules(changes: Given = {}, userData?: string): Promise<readonly string[]> {
  const value = await derivedValue('modules-load.effective', await given(changes), userData);
  return value.modules.map((each: { name?: string; state: string; module?: string; by: string; line?: number }) =>
    each.name === undefined
      ? '?'
      : `${each.name}${each.module === undefined ? '' : ` (${each.module})`} ${each.state} ${each.by}${each.line === undefined ? '' : `:${each.line}`}`,
  );
}

const OF_FILES = [
  'nf-conntrack loadable modules-load.d:3',
  'aes builtin modules-load.d:4',
  'fs-udf (udf) loadable modules-load.d:1',
  'nothing absent modules-load.d:2',
];

describe('modules-load.effective', () => {
  it('files by their names, the overridden ones left out', async () => expect(await modules()).toEqual(OF_FILES));

  it('names of the command line first, settings last', async () => {
    const setting = '[settings.kernel.modules.sctp]\nallowed = true\nautoload = true';
    expect(await modules({ 'boot.cmdline': bootCmdline('modules_load=udf,,quiet modules-load=x rd.modules_load=sctp') }, setting)).toEqual([
      'udf loadable cmdline:1',
      'quiet loadable cmdline:1',
      'x absent cmdline:1',
      ...OF_FILES,
      'sctp loadable settings',
    ]);
  });

  it('rules deny, and so does a blacklist', async () => {
    const rules = modprobeFiles({ nf_conntrack: '/bin/true' });
    const blacklist = { ...rules, entries: [...rules.entries, { file: rules.entries[0]!.file, line: 9, command: 'blacklist', name: 'udf' }] };
    expect((await modules({ 'modprobe.files': blacklist })).slice(0, 3)).toEqual([
      'nf-conntrack denied modules-load.d:3',
      'aes builtin modules-load.d:4',
      'fs-udf (udf) denied modules-load.d:1',
    ]);
  });

  it.each<[string, Given, readonly string[]]>([
    ['no files', { 'modules-load.files': undefined }, []],
    ['files that cannot be read', { 'modules-load.files': new Damaged() }, ['?']],
    ['one of them', { 'modules-load.files': { files: [{ $unreadable: failure() }], entries: [] } }, ['?']],
    ['a command line that cannot be read', { 'modules-load.files': undefined, 'boot.cmdline': new Damaged() }, ['?']],
    ['rules that cannot be read', { 'modprobe.files': new Damaged() }, ['?', OF_FILES[1]!, '?', OF_FILES[3]!]],
  ])('%s', async (_, changes, expected) => expect(await modules(changes)).toEqual(expected));
});
