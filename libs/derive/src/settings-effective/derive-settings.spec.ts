import { describe, expect, it } from 'vitest';
import { Damaged, derivedFact, derivedValue, failure } from '../fixtures/derived-fact.ts';
import { DEFAULTS_PATH, settingsDefaults } from '../fixtures/settings-defaults.ts';

const LOCKDOWN = '[settings.kernel]\nlockdown = "integrity"\n';
const effective = (given: object, userData?: string) => derivedValue('settings.effective', given as Record<string, unknown>, userData);
const origins = (given: object, userData?: string) => derivedValue('settings.origins', given as Record<string, unknown>, userData);
const line = (file: string, argument: string) => ({ file, kind: 'item', type: 'L', path: '/etc/storewolf/defaults.toml', argument });
const link = (argument: string) => ({ files: [{ path: '/t/a.conf', name: 'a.conf' }], entries: [line('/t/a.conf', argument)] });

describe('settings.effective', () => {
  it('is the tree of the defaults', async () => {
    const defaults = await settingsDefaults(
      `${LOCKDOWN}[settings.kernel.sysctl]\n"b.c" = "2"\n"a.b" = "1"\n[settings.kubernetes]\nbootstrap-token = "x"\nseccomp-default = true\n`,
    );
    expect(await effective({ 'settings.defaults': defaults })).toEqual({
      kernel: { lockdown: 'integrity', sysctl: { 'a.b': '1', 'b.c': '2' } },
      kubernetes: { 'bootstrap-token': { redacted: true }, 'seccomp-default': true },
    });
  });

  it('says of a part alone that it cannot be told', async () => {
    const defaults = await settingsDefaults(
      '[settings.kernel]\nlockdown = 1\n[settings.kernel.sysctl]\na = "1"\nb = 2\n[metadata.settings.updates.seed]\nsetting-generator = "bork seed"\n',
    );
    expect(await effective({ 'settings.defaults': defaults })).toEqual({
      kernel: {
        sysctl: { a: '1', b: { $unreadable: expect.objectContaining({ kind: 'format', structure: DEFAULTS_PATH, field: 'line 5' }) } },
        $unreadableFields: {
          lockdown: expect.objectContaining({
            kind: 'format',
            message: 'settings.kernel.lockdown: found an integer, expected none, integrity, confidentiality',
          }),
        },
      },
      updates: { $unreadableFields: { seed: expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('bork seed') }) } },
    });
  });

  it('with user data is another, and the image’s own stays', async () => {
    const given = { 'settings.defaults': await settingsDefaults(LOCKDOWN) };
    expect(await effective(given, 'settings.kernel.lockdown = "none"')).toEqual({ kernel: { lockdown: 'none' } });
    expect(await effective(given)).toEqual({ kernel: { lockdown: 'integrity' } });
  });

  it.each([
    ['the file that the link names', link('/b.toml'), { motd: 'b' }],
    ['the other one', link('/a.toml'), { motd: 'a' }],
    ['none without a link', { files: [], entries: [] }, 'there are 2 files, and no link of tmpfiles.d tells which one counts'],
    ['none when tmpfiles.d cannot be read', new Damaged(), 'there are 2 files, and no link of tmpfiles.d tells which one counts'],
    ['none when the link leads to another', link('/c.toml'), 'it leads to /c.toml, which was not read'],
    [
      'the first line by the names of files',
      {
        files: [
          { path: '/u/b.conf', name: 'b.conf' },
          { path: '/u/a.conf', name: 'a.conf' },
        ],
        entries: [line('/u/b.conf', '/b.toml'), line('/u/a.conf', '/a.toml')],
      },
      { motd: 'a' },
    ],
    [
      'not a line of a file that is overridden',
      {
        files: [
          { path: '/e/a.conf', name: 'a.conf' },
          { path: '/u/a.conf', name: 'a.conf', overriddenBy: '/e/a.conf' },
        ],
        entries: [line('/u/a.conf', '/b.toml'), line('/e/a.conf', '/a.toml')],
      },
      { motd: 'a' },
    ],
  ])('of two files: %s', async (_, tmpfiles, expected) => {
    const [a, b] = [await settingsDefaults('settings.motd = "a"', '/a.toml'), await settingsDefaults('settings.motd = "b"', '/b.toml')];
    const both = { files: [...a.files, ...b.files], settings: [...a.settings, ...b.settings] };
    expect(await effective({ 'settings.defaults': both, 'tmpfiles.files': tmpfiles })).toEqual(expected);
  });

  it.each([
    ['that counts', { ...failure('torn'), structure: DEFAULTS_PATH }, 'torn'],
    ['that may count', failure('too many'), 'too many'],
    ['that does not count', { ...failure('torn'), structure: '/usr/share/storewolf/other.toml' }, { kernel: { lockdown: 'integrity' } }],
  ])('a damaged file %s', async (_, $unreadable, expected) => {
    const defaults = await settingsDefaults(LOCKDOWN);
    const given = { 'settings.defaults': { ...defaults, settings: [...defaults.settings, { $unreadable }] }, 'tmpfiles.files': link(DEFAULTS_PATH) };
    expect(await effective(given)).toEqual(expected);
  });

  it('a damaged file beside the only one that can be read may be the one that counts', async () => {
    const defaults = await settingsDefaults(LOCKDOWN);
    const $unreadable = { ...failure('torn'), structure: '/usr/share/storewolf/other.toml' };
    expect(await effective({ 'settings.defaults': { ...defaults, settings: [...defaults.settings, { $unreadable }] } })).toBe('torn');
  });

  it('is unreadable, absent, or of user data alone', async () => {
    expect(await effective({ 'settings.defaults': new Damaged('gone') })).toBe('gone');
    expect((await derivedFact('settings.effective', {})).state).toBe('absent');
    expect(await effective({}, 'settings.motd = "x"')).toEqual({ motd: 'x' });
  });
});

describe('settings.origins', () => {
  it('tells what decides, what is no setting, what is wrong and what is filled in', async () => {
    const defaults = await settingsDefaults(`${LOCKDOWN}[metadata.settings.updates.seed]\nsetting-generator = "bork seed"\n`);
    expect(await origins({ 'settings.defaults': defaults }, '[settings]\nmotd = 1\nmodt = "x"\nkernel.lockdown = "none"')).toEqual({
      entries: [
        { key: 'settings.kernel.lockdown', layer: 'user-data', file: 'user.toml', line: 4 },
        { key: 'settings.motd', layer: 'user-data', file: 'user.toml', line: 2 },
      ],
      unknown: [{ key: 'settings.modt', layer: 'user-data', file: 'user.toml', line: 3 }],
      wrong: [{ key: 'settings.motd', layer: 'user-data', file: 'user.toml', line: 2, message: 'found an integer, expected a string' }],
      generated: [{ key: 'settings.updates.seed', generator: 'bork seed', file: DEFAULTS_PATH, line: 4 }],
    });
  });
});
