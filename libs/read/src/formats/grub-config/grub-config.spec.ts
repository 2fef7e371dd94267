import { describe, expect, it } from 'vitest';
import { parseGrubConfig } from './grub-config.ts';

const STOCK = String.raw`set superusers=""
set check_signatures="no"
set default="0"
set timeout="0"
set dm_verity_root="root,,,ro,0 8 verity 1 PARTUUID=$boot_uuid/PARTNROFF=1"

menuentry "Bottlerocket OS 1.26.1" --unrestricted {
   linux ($root)/vmlinuz \
     console=tty0 \
        \
     ro dm-mod.create="$dm_verity_root" \
     -- systemd.log_color=0
   initrd ($private)/bootconfig.data
   boot
   echo "it did not boot; sleeping"
   sleep 30
   reboot
}
`;

describe('parseGrubConfig', () => {
  it('reads the configuration that Bottlerocket writes', () => {
    const config = parseGrubConfig(STOCK);
    expect(config).toMatchObject({ default: '0', timeout: '0' });
    expect(config.variables.get('check_signatures')).toBe('no');
    expect(config.entries).toEqual([
      {
        title: 'Bottlerocket OS 1.26.1',
        kernel: '($root)/vmlinuz',
        commandLine: 'console=tty0 ro "dm-mod.create=root,,,ro,0 8 verity 1 PARTUUID=$boot_uuid/PARTNROFF=1" -- systemd.log_color=0',
        argumentLines: [9, 11, 11, 12, 12],
        initrds: ['($private)/bootconfig.data'],
      },
    ]);
    expect(config.defaultEntry).toBe(config.entries[0]);
  });

  it.each([
    ['by number', 'set default=1', 'two'],
    ['by title', 'default="two"', 'two'],
    ['by id', 'set default=second', 'two'],
    ['falling back to the first', 'set default=9', 'one'],
    ['without a default', '', 'one'],
  ])('selects the entry %s', (_, line, title) => {
    const config = parseGrubConfig(`${line}\nmenuentry one {\nlinux /a\n}\nmenuentry 'two' --id second {\nlinux /b x\n}`);
    expect(config.defaultEntry?.title).toBe(title);
    expect(config.entries).toHaveLength(2);
  });

  it.each([
    ['single quotes keep a dollar sign', "set a=1\nmenuentry m {\nlinux /k 'x=$a'\n}", 'x=$a'],
    ['double quotes expand', 'set a=1\nmenuentry m {\nlinux /k "x=${a}b"\n}', 'x=1b'],
    ['an unset variable is empty', 'menuentry m {\nlinux /k x=$nothing\n}', 'x='],
    ['a variable set inside the entry counts', 'menuentry m {\nset a=2; linux /k x=$a\n}', 'x=2'],
    ['a comment ends with its line', 'menuentry m { # why\nlinux /k ro # not this\n}', 'ro'],
    ['a hash inside a word stays', 'menuentry m {\nlinux /k a#b\n}', 'a#b'],
    ['the last linux command counts', 'menuentry m {\nlinux /k one\nlinux /k two\n}', 'two'],
    ['a continued word is one word', 'menuentry m {\nlinux /k ab\\\ncd\n}', 'abcd'],
    ['quotes inside are escaped as GRUB does', "menuentry m {\nlinux /k 'a\"b'\n}", 'a\\"b'],
  ])('%s', (_, text, commandLine) => {
    expect(parseGrubConfig(text).entries[0]?.commandLine).toBe(commandLine);
  });

  it('names entries of submenus by their path', () => {
    expect(parseGrubConfig('submenu "more" {\nmenuentry old {\nlinux /k\n}\n}').entries[0]?.title).toBe('more>old');
  });

  it.each([
    ['an if', 'if [ a = b ]; then\nset x=1\nfi', /line 1: found if/],
    ['a sourced file', '\nsource /other.cfg', /line 2: found source/],
    ['an open quote', 'set a="b', /quote is not closed/],
    ['an open block', 'menuentry m {\nlinux /k', /block is not closed/],
    ['a stray brace', '\n\n}', /line 3.*closing brace/],
    ['a menu entry without a block', 'menuentry m', /without a block/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseGrubConfig(text)).toThrow(message);
  });
});
