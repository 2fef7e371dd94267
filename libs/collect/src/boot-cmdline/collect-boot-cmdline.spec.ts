import { ukiFile } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { type Disk, evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { encodeBootConfig } from '../fixtures/encode-boot-config.ts';
import type { BootCmdline } from './boot-cmdline.schema.ts';
import { collectBootCmdline } from './collect-boot-cmdline.ts';

interface Setup {
  /** The arguments of the linux command, as they stand in grub.cfg. */
  readonly linux?: string;
  readonly initrd?: string;
  readonly bootconfig?: string | Buffer;
  readonly before?: string;
}

const PRIVATE_INITRD = '   initrd ($private)/bootconfig.data\n';

/** Line 1 is the menu entry, line 2 the linux command. */
function grubDisk({ linux = 'bootconfig ro', initrd = PRIVATE_INITRD, bootconfig, before = '' }: Setup): Disk {
  const config = `${before}menuentry m {\n   linux ($root)/vmlinuz ${linux}\n${initrd}   boot\n}\n`;
  const data = typeof bootconfig === 'string' ? encodeBootConfig(bootconfig) : bootconfig;
  return { EFI: {}, BOOT: { '/grub/grub.cfg': config }, PRIVATE: data === undefined ? {} : { '/bootconfig.data': data } };
}

function ukiDisk(cmdline: string | undefined, others: Disk = {}): Disk {
  const section = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });
  const sections = [...(cmdline === undefined ? [] : [section('.cmdline', cmdline)]), section('.linux', 'kernel')];
  return { EFI: { '/EFI/BOOT/BOOTX64.EFI': ukiFile({ machine: 'x64', sections }) }, ...others };
}

async function collect(disk: Disk): Promise<BootCmdline> {
  const fact = await collectWith(collectBootCmdline, evidenceOf(disk));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootCmdline;
}

/** `name[=value]@origin:line`, those for init behind a bar. */
function words({ parameters, initArguments }: BootCmdline): string {
  const show = (each: BootCmdline['parameters'][number]) => {
    if ('$unreadable' in each) return '?';
    return `${each.name}${each.value === undefined ? '' : `=${each.value}`}@${each.from}${each.line === undefined ? '' : `:${each.line}`}`;
  };
  return [...parameters.map(show), ...(initArguments.length === 0 ? [] : ['|', ...initArguments.map(show)])].join(' ');
}

describe('boot.cmdline: origin of words', () => {
  it.each<[string, Setup, string]>([
    ['of one line', { linux: 'a b=c' }, 'a@grub.cfg:2 b=c@grub.cfg:2'],
    ['of continued lines', { linux: '\\\n a \\\n  \\\n b -- \\\n c=d' }, 'a@grub.cfg:3 b@grub.cfg:5 | c=d@grub.cfg:6'],
    ['around dashes on a line of their own', { linux: 'a \\\n -- \\\n b' }, 'a@grub.cfg:2 | b@grub.cfg:4'],
    ['before dashes at the end', { linux: 'a \\\n b \\\n --' }, 'a@grub.cfg:2 b@grub.cfg:3'],
    ['with a quoted value of several words', { linux: 'x="a b" \\\n ro' }, 'x=a b@grub.cfg:2 ro@grub.cfg:3'],
    ['with a variable', { before: 'set v="1 2"\n', linux: 'x="$v" \\\n ro' }, 'x=1 2@grub.cfg:3 ro@grub.cfg:4'],
    ['no words', { linux: '' }, ''],
  ])('grub.cfg: %s', async (_, setup, expected) => expect(words(await collect(grubDisk(setup)))).toBe(expected));

  it('an argument that is empty or splits leaves the line of the first one', async () => {
    const value = await collect(grubDisk({ linux: '"" a \\\n b' }));
    expect(words(value)).toBe('a@grub.cfg:2 b@grub.cfg:2');
  });

  it.each<[string, Setup, string]>([
    ['in front of grub.cfg’s', { bootconfig: 'kernel.x = 1\n' }, 'x=1@bootconfig:1 bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['with their lines', { bootconfig: '\nkernel {\n a = 1\n b\n}\n' }, 'a=1@bootconfig:3 b@bootconfig:4 bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['an array', { bootconfig: 'kernel.a = 1, 2\n' }, 'a=1@bootconfig:1 a=2@bootconfig:1 bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['the same word as grub.cfg has', { bootconfig: 'kernel.ro\n' }, 'ro@bootconfig:1 bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['for init, without dashes in grub.cfg', { bootconfig: 'init.u = 1\n' }, 'bootconfig@grub.cfg:2 ro@grub.cfg:2 | u=1@bootconfig:1'],
    [
      'for init, before what grub.cfg has there',
      { linux: 'bootconfig \\\n -- s=2', bootconfig: 'init.u = 1\n' },
      'bootconfig@grub.cfg:2 | u=1@bootconfig:1 s=2@grub.cfg:3',
    ],
    [
      'for init, the same word as grub.cfg has there',
      { linux: 'bootconfig -- u=1', bootconfig: 'init.u = 1\n' },
      'bootconfig@grub.cfg:2 | u=1@bootconfig:1 u=1@grub.cfg:2',
    ],
    ['nothing from other keys', { bootconfig: 'ftrace.x = 1\n' }, 'bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['nothing when the key kernel has a value itself', { bootconfig: 'kernel = 1\nkernel.x = 2\n' }, 'bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['a value with spaces', { bootconfig: 'kernel.x = "a b"\n' }, 'x=a b@bootconfig:1 bootconfig@grub.cfg:2 ro@grub.cfg:2'],
  ])('bootconfig: %s', async (_, setup, expected) => {
    const value = await collect(grubDisk(setup));
    expect(words(value)).toBe(expected);
    expect(value.bootconfig).toBe('applied');
  });
});

describe('boot.cmdline: a quote inside a value of bootconfig', () => {
  it('takes words of grub.cfg in, which are then no words of grub.cfg', async () => {
    const value = await collect(grubDisk({ linux: 'bootconfig ro -- s=1', bootconfig: `kernel.x = 'a"b'\n` }));
    expect(value.effective).toBe('x=a"b bootconfig ro -- s=1');
    expect(words(value)).toBe('x=a"b bootconfig ro -- s=1@bootconfig:1');
  });

  it('up to the next quote of grub.cfg, behind which its words go on', async () => {
    const value = await collect(grubDisk({ linux: 'bootconfig root=good y="1 2" ro -- s=1', bootconfig: `kernel.x = 'a"b'\n` }));
    expect(value.effective).toBe('x=a"b bootconfig root=good "y=1 2" ro -- s=1');
    expect(words(value)).toBe('x=a"b bootconfig root=good "y=1@bootconfig:1 2" ro -- s=1@bootconfig');
  });

  it('lets a word out of its value', async () => {
    const value = await collect(grubDisk({ bootconfig: `kernel.x = 'a" selinux=0 "'\n` }));
    expect(value.effective).toBe('x="a" selinux=0 "" bootconfig ro');
    expect(value.parameters).toContainEqual({ name: 'selinux', key: 'selinux', value: '0', from: 'bootconfig' });
    expect(words(value)).toMatch(/bootconfig@grub\.cfg:2 ro@grub\.cfg:2$/);
  });

  it('that takes in dashes leaves nothing for init', async () => {
    const value = await collect(grubDisk({ linux: 'bootconfig "-- x" -- s=1', bootconfig: `kernel.x = 'a"b'\ninit.u = 1\n` }));
    expect(words(value)).not.toContain('@grub.cfg:2 |');
    expect(value.parameters.every((each) => 'from' in each && each.from === 'bootconfig')).toBe(true);
  });
});

it('boot.cmdline: nothing behind the dashes leaves init’s words sticking to them, as in /proc/cmdline (Linux init/main.c, setup_command_line)', async () => {
  expect((await collect(grubDisk({ linux: 'bootconfig --', bootconfig: 'init.u = 1\n' }))).effective).toBe('bootconfig --u=1-');
});

describe('boot.cmdline: when bootconfig.data is looked at', () => {
  const SHELL = 'kernel.init = /bin/sh\n';
  const damaged = encodeBootConfig(SHELL);
  damaged[damaged.length - 16]! ^= 1;

  it.each<[string, Setup, BootCmdline['bootconfig'], string]>([
    ['no file', {}, 'none', 'bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['the word is missing', { linux: 'ro', bootconfig: SHELL }, 'inert', 'ro@grub.cfg:2'],
    ['the word stands behind the dashes', { linux: 'ro -- bootconfig', bootconfig: SHELL }, 'inert', 'ro@grub.cfg:2 | bootconfig@grub.cfg:2'],
    ['the word is only the start of another', { linux: 'bootconfigs', bootconfig: SHELL }, 'inert', 'bootconfigs@grub.cfg:2'],
    ['the word with a value', { linux: 'bootconfig=off', bootconfig: SHELL }, 'applied', 'init=/bin/sh@bootconfig:1 bootconfig=off@grub.cfg:2'],
    ['no initrd', { initrd: '', bootconfig: SHELL }, 'inert', 'bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['no trailer', { bootconfig: Buffer.from(SHELL) }, 'applied', 'bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['damaged', { bootconfig: damaged }, 'unreadable', '? bootconfig@grub.cfg:2 ro@grub.cfg:2 | ?'],
    ['damaged, and the word is missing', { linux: 'ro', bootconfig: damaged }, 'inert', 'ro@grub.cfg:2'],
    ['damaged, and no initrd', { initrd: '', bootconfig: damaged }, 'inert', 'bootconfig@grub.cfg:2 ro@grub.cfg:2'],
    ['another initrd', { initrd: 'initrd ($root)/x\n', bootconfig: SHELL }, 'unreadable', '? bootconfig@grub.cfg:2 ro@grub.cfg:2 | ?'],
    ['another initrd, no file', { initrd: 'initrd ($root)/x\n' }, 'unreadable', '? bootconfig@grub.cfg:2 ro@grub.cfg:2 | ?'],
    [
      'another initrd behind it',
      { initrd: 'initrd ($private)/bootconfig.data ($root)/x\n', bootconfig: SHELL },
      'unreadable',
      '? bootconfig@grub.cfg:2 ro@grub.cfg:2 | ?',
    ],
    ['another initrd without the word', { linux: 'ro', initrd: 'initrd ($root)/x\n', bootconfig: SHELL }, 'inert', 'ro@grub.cfg:2'],
    ['$private means another place', { before: 'set private=hd1\n', bootconfig: SHELL }, 'unreadable', '? bootconfig@grub.cfg:3 ro@grub.cfg:3 | ?'],
  ])('%s', async (_, setup, state, expected) => {
    const value = await collect(grubDisk(setup));
    expect([value.bootconfig, words(value)]).toEqual([state, expected]);
    if (state !== 'applied') expect(value.effective).toBe(value.text);
  });

  it('PRIVATE cannot be read', async () => {
    const value = await collect({ ...grubDisk({}), PRIVATE: 'damaged' });
    expect([value.bootconfig, words(value)]).toEqual(['unreadable', '? bootconfig@grub.cfg:2 ro@grub.cfg:2 | ?']);
  });

  it('PRIVATE does not exist', async () => {
    const { PRIVATE: _, ...disk } = grubDisk({});
    expect((await collect(disk)).bootconfig).toBe('none');
  });

  it.each<[string, Disk, BootCmdline['bootconfig']]>([
    ['a UKI, which has its words inside', { PRIVATE: { '/bootconfig.data': encodeBootConfig(SHELL) } }, 'inert'],
    ['a UKI, and the file is damaged', { PRIVATE: { '/bootconfig.data': damaged } }, 'inert'],
    ['a UKI, and PRIVATE is noise', { PRIVATE: 'damaged' }, 'none'],
    ['a UKI without PRIVATE', {}, 'none'],
  ])('%s', async (_, others, state) => {
    const value = await collect(ukiDisk('bootconfig ro -- s=1', others));
    expect([value.bootconfig, words(value)]).toEqual([state, 'bootconfig@uki ro@uki | s=1@uki']);
    expect(value).toMatchObject({ source: 'uki', partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', effective: value.text });
  });
});

describe('boot.cmdline: an initrd inside the UKI', () => {
  const withInitrd = (cmdline: string): Disk => {
    const sections = [
      { name: '.cmdline', bytes: Buffer.from(cmdline) },
      { name: '.initrd', bytes: encodeBootConfig('kernel.init = /bin/sh\n') },
      { name: '.linux', bytes: Buffer.from('kernel') },
    ];
    return { EFI: { '/EFI/BOOT/BOOTX64.EFI': ukiFile({ machine: 'x64', sections }) } };
  };

  it.each([
    ['may have words that count', 'bootconfig ro', 'unreadable', '? bootconfig@uki ro@uki | ?'],
    ['has none where the command line does not ask for them', 'ro', 'none', 'ro@uki'],
  ])('%s', async (_, cmdline, state, expected) => {
    const value = await collect(withInitrd(cmdline));
    expect([value.bootconfig, words(value)]).toEqual([state, expected]);
  });
});

describe('boot.cmdline: no command line', () => {
  it.each<[string, Disk, string]>([
    ['nothing that boots', { EFI: {} }, 'absent'],
    ['no grub.cfg', { BOOT: {} }, 'absent'],
    ['no entry', { BOOT: { '/grub/grub.cfg': 'set default=0\n' } }, 'absent'],
    ['an entry without a kernel', { BOOT: { '/grub/grub.cfg': 'menuentry m {\n boot\n}\n' } }, 'absent'],
    ['a UKI without one', ukiDisk(undefined), 'absent'],
    ['grub.cfg is damaged', { BOOT: { '/grub/grub.cfg': 'menuentry "m {' } }, 'unreadable'],
    ['BOOT is damaged', { BOOT: 'damaged' }, 'unreadable'],
    ['GRUB and a UKI', { ...ukiDisk('ro'), ...grubDisk({}), EFI: ukiDisk('ro').EFI! }, 'unreadable'],
    ['the ESP is damaged and there is no BOOT', { EFI: 'damaged' }, 'unreadable'],
  ])('%s', async (_, disk, state) => expect((await collectWith(collectBootCmdline, evidenceOf(disk))).state).toBe(state));

  it('a damaged ESP does not hide grub.cfg', async () => {
    expect(words(await collect({ ...grubDisk({}), EFI: 'damaged' }))).toBe('bootconfig@grub.cfg:2 ro@grub.cfg:2');
  });
});
