import { describe, expect, it } from 'vitest';
import { Damaged, derivedFact, derivedValue, failure } from '../fixtures/derived-fact.ts';
import { bootCmdline } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

/** `layer:name=value`, f for first, l for last; `?` for what cannot be told. */
async function words(cmdline: object, userData?: string, defaults = 'settings.motd = "x"'): Promise<string> {
  const given = { 'boot.cmdline': cmdline, 'settings.defaults': await settingsDefaults(defaults) };
  const value = await derivedValue('cmdline.effective', given, userData);
  if (typeof value === 'string') return value;
  const parameters = value.parameters.map((each: Record<string, unknown>) =>
    '$unreadable' in each
      ? '?'
      : `${each['layer']}:${each['name']}${'value' in each ? `=${each['value']}` : ''} ${each['first'] ? 'f' : ''}${each['last'] ? 'l' : ''}`.trim(),
  );
  return `${value.settingsBoot}; ${parameters.join(', ')}`;
}

const BOOT = '[settings.boot.kernel-parameters]\n"b" = ["1", "2"]\n"a" = []\n';

describe('cmdline.effective', () => {
  it.each<[string, object, string | undefined, string]>([
    ['what grub.cfg and bootconfig say', bootCmdline('x=1|x=2 y'), undefined, 'none; bootconfig:x=1 f, grub.cfg:x=2 l, grub.cfg:y fl'],
    [
      'settings.boot takes the place of bootconfig',
      bootCmdline('x=1|y bootconfig'),
      BOOT,
      'after-reboot; user-data:a fl, user-data:b=1 f, user-data:b=2 l, grub.cfg:y fl, grub.cfg:bootconfig fl',
    ],
    ['… also where only init gets some', bootCmdline('x=1|y'), '[settings.boot.init-parameters]\nz = ["1"]', 'after-reboot; grub.cfg:y fl'],
    ['… under its other name', bootCmdline('x=1|y'), 'settings.boot.kernel.z = ["1"]', 'after-reboot; user-data:z=1 fl, grub.cfg:y fl'],
    ['a UKI reads none of it', bootCmdline('y', 'none', 'uki'), BOOT, 'inert; uki:y fl'],
    ['a kernel that is not asked to read it', bootCmdline('y', 'inert'), BOOT, 'inert; grub.cfg:y fl'],
    [
      'no file yet, and the word for it',
      bootCmdline('bootconfig', 'none'),
      'settings.boot.kernel.z = []',
      'after-reboot; user-data:z fl, grub.cfg:bootconfig fl',
    ],
    ['no file yet, and no word for it', bootCmdline('y', 'none'), BOOT, 'inert; grub.cfg:y fl'],
    ['a quote', bootCmdline('y'), `[settings.boot.kernel]\nz = ["a\\"b"]`, 'after-reboot; ?, grub.cfg:y l'],
  ])('%s', async (_, cmdline, userData, expected) => expect(await words(cmdline, userData)).toBe(expected));

  it('a value of a wrong type leaves the rest, in defaults', async () => {
    expect(await words(bootCmdline('y'), undefined, 'settings.boot.kernel.z = "1"')).toBe('after-reboot; ?, grub.cfg:y l');
    expect(await words(bootCmdline('y'), 'settings.boot.kernel.z = "1"')).toContain('a host refuses this user data as a whole');
  });

  it('a generator of settings.boot repeats what is there', async () => {
    const defaults = '[settings]\n[metadata.settings.boot]\nsetting-generator = "prairiedog"\n';
    expect(await words(bootCmdline('x=1|y'), undefined, defaults)).toBe('none; bootconfig:x=1 fl, grub.cfg:y fl');
  });

  it('names the file of each word', async () => {
    const given = { 'boot.cmdline': bootCmdline('x=1|y'), 'settings.defaults': await settingsDefaults('settings.motd = "x"') };
    const { parameters } = await derivedValue('cmdline.effective', given);
    expect(parameters.map(({ file, line }: { file: string; line: number }) => `${file}:${line}`)).toEqual(['/bootconfig.data:1', '/grub/grub.cfg:1']);
  });

  it('keeps what is unreadable, and says so of settings that are', async () => {
    const cmdline = bootCmdline('|y');
    expect(await words({ ...cmdline, bootconfig: 'unreadable', parameters: [{ $unreadable: failure() }, ...cmdline.parameters] })).toBe(
      'none; ?, grub.cfg:y l',
    );
    const broken = await derivedValue('cmdline.effective', { 'boot.cmdline': bootCmdline('x|y'), 'settings.defaults': new Damaged('gone') });
    expect(broken.parameters[0]).toMatchObject({ $unreadable: { message: 'gone' } });
    expect((await derivedFact('cmdline.effective', { 'boot.cmdline': new Damaged() })).state).toBe('unreadable');
    expect((await derivedFact('cmdline.effective', {})).state).toBe('absent');
  });
});
