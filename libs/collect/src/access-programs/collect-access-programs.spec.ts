import { isUnreadable } from '@staticfire/facts';
import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import type { AccessPrograms } from './access-programs.schema.ts';
import { collectAccessPrograms } from './collect-access-programs.ts';

const PROGRAM = elfBytes({});
const WITH_PYTHON = elfBytes({ dynamic: { needed: ['libc.so.6', 'libpython3.11.so.1.0'] } });
const LIBRARY = elfBytes({ dynamic: { soname: 'libpam.so.0', needed: ['libc.so.6'] } });

async function factOf(tree: MemoryTree): Promise<AccessPrograms> {
  return ((await collectFrom(collectAccessPrograms, tree)) as { value: AccessPrograms }).value;
}

async function programs(tree: MemoryTree): Promise<readonly string[]> {
  return (await factOf(tree)).programs.map((each) =>
    isUnreadable(each) ? `? ${each.$unreadable.message}` : [each.path, each.kind, each.program, each.foundBy, each.detail].join(' '),
  );
}

describe('access.programs', () => {
  it.each<[string, MemoryTree, readonly string[]]>([
    ['a name', { '/usr/bin/python3.11': PROGRAM }, ['/usr/bin/python3.11 interpreter python name python3.11']],
    ['a link with a name', { '/usr/bin/curl': '-> agent', '/usr/bin/agent': PROGRAM }, ['/usr/bin/curl network-client curl name curl']],
    ['a link that is no program', { '/usr/share/make': '-> x' }, []],
    ['a library that is needed', { '/usr/bin/agent': WITH_PYTHON }, ['/usr/bin/agent interpreter python needs libpython3.11.so.1.0']],
    ['a library', { '/usr/lib/libx.so': LIBRARY }, ['/usr/lib/libx.so pam pam library libpam.so.0']],
    ['a text file with a name', { '/usr/share/doc/make': 'x', '/usr/share/awk/': '' }, []],
    ['names that only begin so', { '/usr/bin/perl-like': PROGRAM, '/usr/bin/makefs': PROGRAM, '/usr/bin/attr': PROGRAM }, []],
    [
      'what stock images have',
      { '/usr/sbin/agetty': PROGRAM, '/usr/sbin/nologin': PROGRAM, '/usr/bin/newgrp': PROGRAM },
      ['/usr/sbin/agetty console getty name agetty'],
    ],
  ])('%s', async (_, tree, expected) => expect(await programs(tree)).toEqual(expected));

  it('tells of scripts, and whether what they ask for is there', async () => {
    const tree = {
      '/usr/bin/a': '#! /bin/sh -e\nx',
      '/usr/libexec/b': '#!/usr/bin/env -S VAR=1 python3 -u\n',
      '/opt/c': '#!/usr/bin/perl',
      '/d': '#!\n',
      '/usr/bin/python3': '-> python3.11',
      '/usr/bin/python3.11': PROGRAM,
    };
    const { scripts } = await factOf(tree);
    expect(scripts).toEqual([
      { path: '/opt/c', interpreter: '/usr/bin/perl', program: '/usr/bin/perl', exists: false },
      { path: '/usr/bin/a', interpreter: '/bin/sh -e', program: '/bin/sh', exists: false },
      { path: '/usr/libexec/b', interpreter: '/usr/bin/env -S VAR=1 python3 -u', program: 'python3', exists: true },
    ]);
  });

  it('says so where a file or a name cannot be read, and goes on', async () => {
    const damaged = Buffer.from(WITH_PYTHON);
    damaged.writeBigUInt64LE(1_000_000n, 40);
    expect(await programs({ '/a': damaged, '/b': '!', '/c': WITH_PYTHON })).toEqual([
      expect.stringMatching(/^\? \/a: .*e_shoff/),
      expect.stringMatching(/^\? .*damaged/),
      '/c interpreter python needs libpython3.11.so.1.0',
    ]);
  });

  it('tells of files that say who may log in', async () => {
    const tree = {
      '/etc/sudoers.d/90-x': 'x',
      '/root/.ssh/authorized_keys': 'x',
      '/usr/lib/pam.d/login': 'x',
      '/usr/share/factory/etc/ssh/sshd_config': 'x',
      '/etc/ssh/ssh_host_rsa_key.pub': 'x',
      '/etc/ssh/ssh_host_rsa_key': 'x',
      '/home/a/.rhosts': 'x',
      '/etc/hosts.equiv': 'x',
      '/etc/cron.daily/x': 'x',
      '/usr/lib/sysimage/rpm/rpmdb.sqlite': 'x',
      '/usr/share/sudoers.d.txt': 'x',
    };
    const { files } = await factOf(tree);
    expect(files.map((each) => ('path' in each ? `${each.path} ${each.what}` : '?')).sort()).toEqual([
      '/etc/cron.daily/x cron',
      '/etc/hosts.equiv trusted-hosts',
      '/etc/ssh/ssh_host_rsa_key ssh-host-key',
      '/etc/sudoers.d/90-x sudoers',
      '/home/a/.rhosts trusted-hosts',
      '/root/.ssh/authorized_keys authorized-keys',
      '/usr/lib/pam.d/login pam',
      '/usr/lib/sysimage/rpm/rpmdb.sqlite package-database',
      '/usr/share/factory/etc/ssh/sshd_config sshd-config',
    ]);
  });
});
