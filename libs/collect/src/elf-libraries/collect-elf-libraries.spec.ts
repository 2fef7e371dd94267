import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectElfLibraries } from './collect-elf-libraries.ts';

const SR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';
const LINKS: MemoryTree = { '/usr': `-> .${SR}`, '/lib64': `-> .${SR}/lib`, '/bin': '-> ./usr/bin' };
const PIE: readonly [number, number] = [0x6ffffffb, 0x8000000];
const program = (...needed: string[]): Uint8Array => elfBytes({ interpreter: '/lib64/ld-linux-x86-64.so.2', dynamic: { needed, entries: [PIE] } });
const library = (soname: string, ...needed: string[]): Uint8Array => elfBytes({ dynamic: { soname, needed } });
const LINKER = elfBytes({
  dynamic: { soname: 'ld-linux-x86-64.so.2' },
  sections: [{ name: '.rodata', content: Buffer.from(`\0usage\0${SR}/lib/\0/etc/ld.so.cache\0`) }],
});
const collect = (tree: MemoryTree) => collectFrom(collectElfLibraries, { ...LINKS, [`${SR}/lib/ld-linux-x86-64.so.2`]: LINKER, ...tree });

describe('elf.libraries', () => {
  it('tells what is loaded from where', async () => {
    const fact = await collect({
      [`${SR}/bin/a`]: program('libx.so.1', 'libc.so.6'),
      [`${SR}/bin/b`]: program('libc.so.6'),
      [`${SR}/lib/libx.so.1`]: '-> libx.so.1.2',
      [`${SR}/lib/libx.so.1.2`]: library('libx.so.1', 'libc.so.6'),
      [`${SR}/lib/libc.so.6`]: library('libc.so.6', 'ld-linux-x86-64.so.2'),
    });
    expect(fact).toMatchObject({
      state: 'present',
      value: {
        directories: [{ path: '/usr/lib', from: 'dynamic-linker' }],
        configFiles: [],
        libraries: [
          { name: 'ld-linux-x86-64.so.2', path: '/usr/lib/ld-linux-x86-64.so.2', neededBy: 2 },
          { name: 'libc.so.6', path: '/usr/lib/libc.so.6', neededBy: 2 },
          { name: 'libx.so.1', path: '/usr/lib/libx.so.1.2', neededBy: 1 },
        ],
        missing: [],
      },
    });
  });

  it('tells what is missing, for whom, and whom that stops', async () => {
    const fact = await collect({
      [`${SR}/bin/a`]: program('libx.so'),
      [`${SR}/bin/b`]: program('libx.so'),
      [`${SR}/bin/m`]: elfBytes({ interpreter: '/lib/ld-musl.so.1', dynamic: { entries: [PIE] } }),
      [`${SR}/lib/libx.so`]: library('libx.so', 'liby.so'),
      [`${SR}/lib/plugin.so`]: library('plugin.so', 'libz.so'),
    });
    expect(fact).toMatchObject({
      value: {
        missing: [
          { what: 'interpreter', name: '/lib/ld-musl.so.1', neededBy: '/usr/bin/m', program: '/usr/bin/m', programs: 1 },
          { what: 'library', name: 'liby.so', neededBy: '/usr/lib/libx.so', program: '/usr/bin/a', programs: 2 },
          { what: 'library', name: 'libz.so', neededBy: '/usr/lib/plugin.so', program: '/usr/lib/plugin.so', programs: 1 },
        ],
      },
    });
  });

  it('looks where ld.so.conf says, as systemd-tmpfiles will have copied it to /etc', async () => {
    const factory = `${SR}/share/factory/etc`;
    const fact = await collect({
      [`${factory}/ld.so.conf`]: 'include /etc/ld.so.conf.d/*.conf\n/opt/last\n',
      [`${factory}/ld.so.conf.d/b.conf`]: '/usr/lib/settings\n',
      [`${factory}/ld.so.conf.d/a.conf`]: '# nothing\n',
      [`${factory}/ld.so.conf.d/readme`]: '/nowhere\n',
      '/etc/ld.so.conf.d/a.conf': '/first\n',
      [`${SR}/bin/a`]: program('libsettings.so'),
      [`${SR}/lib/settings/libsettings.so`]: library('libsettings.so'),
    });
    expect(fact).toMatchObject({
      value: {
        directories: [
          { path: '/first', from: 'ld.so.conf' },
          { path: '/usr/lib/settings' },
          { path: '/opt/last' },
          { path: '/usr/lib', from: 'dynamic-linker' },
        ],
        configFiles: ['/usr/share/factory/etc/ld.so.conf', '/etc/ld.so.conf.d/a.conf', '/usr/share/factory/etc/ld.so.conf.d/b.conf'],
        libraries: [{ name: 'libsettings.so', path: '/usr/lib/settings/libsettings.so' }],
        missing: [],
      },
    });
  });

  it('a file that includes itself is read once; one that cannot be read spoils the fact', async () => {
    const own = await collect({ '/etc/ld.so.conf': 'include /etc/ld.so.conf\n/a\n' });
    expect(own).toMatchObject({ value: { directories: [{ path: '/a' }, { path: '/usr/lib' }], configFiles: ['/etc/ld.so.conf'] } });
    expect(await collect({ '/etc/ld.so.conf': Buffer.from([0xff, 0xfe]) })).toMatchObject({ state: 'unreadable', error: { kind: 'format' } });
  });

  it('says so where a file cannot be read: it may be what is missed', async () => {
    const fact = await collect({ [`${SR}/bin/a`]: program('libx.so'), [`${SR}/lib/libx.so`]: library('libx.so').subarray(0, 50) });
    expect(fact).toMatchObject({ value: { missing: [{ name: 'libx.so' }, { $unreadable: { message: expect.stringContaining('/usr/lib/libx.so') } }] } });
  });

  it('links that lead in circles lead nowhere', async () => {
    const fact = await collect({ [`${SR}/bin/a`]: program('libx.so'), [`${SR}/lib/libx.so`]: '-> liby.so', [`${SR}/lib/liby.so`]: '-> libx.so' });
    expect(fact).toMatchObject({ value: { missing: [{ name: 'libx.so' }] } });
  });
});
