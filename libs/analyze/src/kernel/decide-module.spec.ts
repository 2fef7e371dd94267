import { parseModprobeFile } from '@staticfire/read/formats/linux-text';
import { describe, expect, it } from 'vitest';
import { decideModule, type ModuleKnowledge } from './decide-module.ts';
import { isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';
import { doesNothing, ModprobeConfig } from './modprobe-config.ts';

const UNKNOWN: Unknown = { unknown: 'x' };

interface Given {
  readonly rules?: Readonly<Record<string, string>> | Unknown;
  readonly files?: readonly string[];
  readonly moreFiles?: Unknown;
  readonly builtin?: readonly string[] | Unknown;
  readonly option?: string | Unknown;
  readonly commandLine?: KernelKnowledge['commandLine'];
}

function configOf(texts: Readonly<Record<string, string>>): ModprobeConfig {
  const files = Object.keys(texts).map((path) => ({ path, name: path.slice(path.lastIndexOf('/') + 1), state: 'read', readable: true }));
  return new ModprobeConfig(
    files,
    Object.entries(texts).flatMap(([file, text]) => parseModprobeFile(Buffer.from(text), file).map((line) => ({ file, ...line }))),
  );
}

/** `state`, with ! when blacklisted; ? for unknown. */
function decide({ rules = {}, files = ['udf'], moreFiles, builtin = [], option = 'm', commandLine = [] }: Given): string {
  const knowledge: ModuleKnowledge = {
    kernel: { option: (name) => (name === 'UDF_FS' ? option : 'n'), commandLine, version: UNKNOWN },
    files: new Map(files.map((name) => [name, `/m/${name}.ko`])),
    ...(moreFiles === undefined ? {} : { moreFiles }),
    builtin: isUnknown(builtin) ? builtin : new Set(builtin),
    config: isUnknown(rules) ? rules : configOf(rules as Readonly<Record<string, string>>),
  };
  const decision = decideModule('udf', knowledge);
  return isUnknown(decision) ? '?' : `${decision.state}${decision.blacklisted ? '!' : ''}`;
}

const one = (text: string): Given => ({ rules: { '/u/a.conf': text } });

describe('decideModule', () => {
  it.each<[string, Given, string]>([
    ['a file and no rule', {}, 'loadable'],
    ['the option off', { option: 'n', files: [] }, 'absent'],
    ['the option off, but a file', { option: 'n' }, 'loadable'],
    ['a module without a file', { files: [] }, 'absent'],
    ['the option on', { option: 'y', files: [] }, 'builtin'],
    ['the option on, a file and a rule', { ...one('install udf /bin/true'), option: 'y' }, 'builtin'],
    ['named in modules.builtin', { builtin: ['udf'], option: UNKNOWN, files: [] }, 'builtin'],
    ['install /bin/true', one('install udf /bin/true'), 'denied'],
    ['install /usr/bin/false', one('install udf /usr/bin/false'), 'denied'],
    ['install of a module that is not there', { ...one('install udf /bin/true'), files: [] }, 'absent'],
    ['install with a command that loads it', one('install udf /bin/true; modprobe --ignore-install udf'), 'command'],
    ['options that make another command of it', one('install udf /bin/true\noptions udf ; modprobe -i udf'), 'command'],
    ['another command', one('install udf /bin/sh'), 'command'],
    ['a pattern', one('install ud* /bin/true'), 'denied'],
    ['the first one counts', one('install udf /bin/true\ninstall udf /bin/sh'), 'denied'],
    ['the first file by name counts', { rules: { '/u/b.conf': 'install udf /bin/true', '/u/a.conf': 'install udf /bin/sh' } }, 'command'],
    ['a blacklist', one('blacklist udf'), 'loadable!'],
    ['a blacklist on the command line', { commandLine: [{ key: 'modprobe.blacklist', value: 'a,udf' }] }, 'loadable!'],
    ['module_blacklist', { commandLine: [{ key: 'module_blacklist', value: 'a,udf' }] }, 'denied'],
    [
      'only the last module_blacklist counts',
      {
        commandLine: [
          { key: 'module_blacklist', value: 'udf' },
          { key: 'module_blacklist', value: 'a' },
        ],
      },
      'loadable',
    ],
    ['an alias of its name', one('alias udf nothing'), '?'],
    ['rules that are not known', { rules: UNKNOWN }, '?'],
    ['… of a module that is not there', { rules: UNKNOWN, files: [] }, 'absent'],
    ['… beside module_blacklist', { rules: UNKNOWN, commandLine: [{ key: 'module_blacklist', value: 'udf' }] }, 'denied'],
    ['a command line that is not known', { commandLine: UNKNOWN }, '?'],
    ['… beside a rule', { ...one('install udf /bin/true'), commandLine: UNKNOWN }, 'denied'],
    ['files that may be missing', { files: [], moreFiles: UNKNOWN }, '?'],
    ['… of an option that is off', { files: [], moreFiles: UNKNOWN, option: 'n' }, 'absent'],
    ['a configuration that is not known', { files: [], option: UNKNOWN, builtin: UNKNOWN }, '?'],
    ['… beside a file', { option: UNKNOWN, builtin: UNKNOWN }, 'loadable'],
  ])('%s', (_, given, expected) => expect(decide(given)).toBe(expected));

  it.each<[string, boolean]>([
    ['/bin/true', true],
    ['/usr/bin/false  ', true],
    ['/bin/true udf', true],
    ['/bin/true && modprobe x', false],
    ['/bin/true $(x)', false],
    ['/bin/truer', false],
    ['/opt/bin/true', false],
    ['', false],
  ])('a command that does nothing: %s', (command, expected) => expect(doesNothing(command)).toBe(expected));
});
