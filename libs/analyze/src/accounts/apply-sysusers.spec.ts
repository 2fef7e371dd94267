import { parseSysusersFile } from '@staticfire/read/formats/linux-text';
import { describe, expect, it } from 'vitest';
import { applySysusers } from './apply-sysusers.ts';

const OWNERS: Readonly<Record<string, { readonly uid: number; readonly gid: number }>> = { '/srv/web': { uid: 500, gid: 600 }, '/root': { uid: 0, gid: 0 } };

function apply(text: string) {
  const lines = parseSysusersFile(Buffer.from(text), 'a.conf').map((entry) => ({ ...entry, file: 'a.conf' }));
  const { users, groups } = applySysusers(lines, (path) => OWNERS[path], '/bin/bash');
  return {
    users: users.map(({ name, uid, gid, shell, from }) => `${name} ${uid}:${gid} ${shell} line ${from.line}`),
    groups: groups.map(({ name, gid, members }) => `${name} ${gid} ${members.join()}`),
  };
}

describe('applySysusers', () => {
  it('takes the accounts of Bottlerocket (anatomy 11.1)', () => {
    expect(apply('u root 0 "Super User" /root /usr/sbin/nologin\nu nobody 65534\ng api 274\nu chrony - - /\nu dbus 81\n')).toEqual({
      users: [
        'root 0:0 /usr/sbin/nologin line 1',
        'nobody 65534:65534 /usr/sbin/nologin line 2',
        'chrony 999:999 /usr/sbin/nologin line 4',
        'dbus 81:81 /usr/sbin/nologin line 5',
      ],
      groups: ['api 274 ', 'root 0 ', 'nobody 65534 ', 'chrony 999 ', 'dbus 81 '],
    });
  });

  it('gives user 0 the shell that the image has', () => expect(apply('u root 0').users).toEqual(['root 0:0 /bin/bash line 1']));
  it('takes the numbers of the owner of a path', () => expect(apply('u web /srv/web').users).toEqual(['web 500:600 /usr/sbin/nologin line 1']));
  it('never takes the numbers of root from a path', () => expect(apply('u web /root').users).toEqual(['web 999:999 /usr/sbin/nologin line 1']));
  it('makes members and their groups', () =>
    expect(apply('m web adm')).toEqual({ users: ['web 998:998 /usr/sbin/nologin line 1'], groups: ['adm 999 web', 'web 998 '] }));
  it('does not make a user whose group is missing', () => expect(apply('u web 5:nowhere\nu db 5:7')).toEqual({ users: [], groups: [] }));
  it('stops where ranges are used up', () => expect(apply('r - 7\nu a -\nu b -').users).toEqual(['a 7:7 /usr/sbin/nologin line 2']));
  it('passes over what systemd-sysusers refuses, and what depends on the machine', () => expect(apply('u a.b 3\nu %m 4\ng x y').users).toEqual([]));
  it('does not count more numbers than there may be files', () => expect(apply('r - 1-4294967294\nu a -').users).toHaveLength(1));
});
