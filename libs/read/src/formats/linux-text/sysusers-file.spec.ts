import { describe, expect, it } from 'vitest';
import { parseSysusersFile } from './sysusers-file.ts';

describe('parseSysusersFile', () => {
  it.each<[string, object]>([
    ['u root 0 "Super User" /root /usr/sbin/nologin', { kind: 'user', name: 'root', uid: 0, home: '/root', shell: '/usr/sbin/nologin' }],
    ['u a 5:6', { kind: 'user', name: 'a', uid: 5, gid: 6 }],
    ['u a -:web', { kind: 'user', name: 'a', group: 'web' }],
    ['u a /srv', { kind: 'user', name: 'a', idPath: '/srv' }],
    ['u! a -', { kind: 'user', name: 'a' }],
    ['g api 274', { kind: 'group', name: 'api', gid: 274 }],
    ['m a adm', { kind: 'member', name: 'a', group: 'adm' }],
    ['r - 5-9', { kind: 'range', name: '', range: { first: 5, last: 9 } }],
    ['u %b 5', { kind: 'specifiers', name: 'u %b 5' }],
    ['u a 5 "x', { kind: 'ignored', name: 'u a 5 "x' }],
    ['u a 05', { kind: 'ignored', name: 'u a 05' }],
    ['u a 5 x:y', { kind: 'ignored', name: 'u a 5 x:y' }],
    ['u a 5 - ../x', { kind: 'ignored', name: 'u a 5 - ../x' }],
    ['r x 5-9', { kind: 'ignored', name: 'r x 5-9' }],
    ['r - 9-5', { kind: 'ignored', name: 'r - 9-5' }],
  ])('%s', (text, expected) => expect(parseSysusersFile(Buffer.from(`# x\n\n ${text} \n`), 'a.conf')).toEqual([{ line: 3, ...expected }]));
});
