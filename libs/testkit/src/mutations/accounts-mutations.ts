import { file } from '../lab/tree.ts';
import { addFiles, editFile } from './change.ts';
import type { Mutation } from './mutation.ts';

const SYSUSERS = 'usr/lib/sysusers.d';
const FACTORY = 'usr/share/factory/etc';
/** Of the password "staticfire". */
const HASH = '$6$staticfire$Wn8YcJ1mM1y4Hn5gF0Jb1uT0';

const adds = (name: string, line: string) => addFiles(file(`usr/lib/tmpfiles.d/${name}.conf`, `${line}\n`));

const SHELL = { 'baseline:accounts/no-login-shells': 'fail' } as const;

/** What makes accounts, and the accounts that a node then has. */
export const accountsMutations: readonly Mutation[] = [
  {
    name: 'accounts: a second user 0',
    change: adds('toor', 'w+ /etc/passwd - - - - toor:x:0:0::/root:/bin/bash\\n'),
    expect: SHELL,
    facts: ['accounts.users', 'selinux.labels', 'tmpfiles.files'],
  },
  {
    name: 'accounts: a user whom no password keeps out',
    change: adds('guest', 'w+ /etc/passwd - - - - guest::1000:1000::/:/bin/bash\\n'),
    expect: { ...SHELL, 'baseline:accounts/no-passwords': 'fail' },
    facts: ['accounts.users', 'selinux.labels', 'tmpfiles.files'],
  },
  {
    name: 'accounts: a hash that nothing copies to a node',
    change: addFiles(file(`${FACTORY}/shadow`, `root:${HASH}:20000::::::\n`, 0o600)),
    expect: {},
    facts: ['accounts.users', 'selinux.labels'],
  },
  {
    name: 'accounts: root gets a shell',
    base: 'demo-2026',
    change: editFile(`${SYSUSERS}/basic.conf`, (text) => text.replace('/usr/sbin/nologin', '/bin/bash')),
    expect: SHELL,
    facts: ['accounts.users'],
  },
  {
    name: 'accounts: a user may talk to the API',
    change: addFiles(file(`${SYSUSERS}/zz.conf`, 'm chrony api\n')),
    expect: { 'baseline:services/api-socket': 'fail' },
    facts: ['accounts.groups', 'selinux.labels'],
  },
  {
    // A user comes with a group of the same name.
    name: 'accounts: one more user',
    change: addFiles(file(`${SYSUSERS}/zz.conf`, 'u agent 500\n')),
    expect: {},
    facts: ['accounts.groups', 'accounts.users', 'selinux.labels'],
  },
  {
    name: 'accounts: a line that is skipped',
    change: editFile(`${SYSUSERS}/api.conf`, (text) => `${text}u bad.name 500\n`),
    expect: { 'baseline:accounts/no-login-shells': 'unknown', 'baseline:accounts/no-passwords': 'unknown', 'baseline:services/api-socket': 'unknown' },
    facts: ['accounts.groups', 'accounts.users'],
  },
  {
    name: 'accounts: users from elsewhere',
    change: editFile(`${FACTORY}/nsswitch.conf`, (text) => text.replace('passwd: files', 'passwd: files systemd')),
    expect: {},
    facts: ['accounts.users'],
  },
  {
    name: 'accounts: a hash that a node gets',
    change: adds('hash', `w+ /etc/passwd - - - - work:${HASH}:1000:1000::/:/usr/sbin/nologin\\n`),
    expect: { 'baseline:accounts/no-passwords': 'fail' },
    facts: ['accounts.users', 'selinux.labels', 'tmpfiles.files'],
  },
  {
    name: 'accounts: the API is started for another group',
    base: 'demo-2026',
    change: editFile('usr/lib/systemd/system/apiserver.service', (text) => text.replace('--socket-gid 274', '--socket-gid 100')),
    expect: { 'baseline:services/api-socket': 'fail' },
    facts: ['systemd.units'],
  },
  {
    name: 'accounts: a service runs as a user who is not there',
    change: addFiles(file('usr/lib/systemd/system/containerd.service.d/10-user.conf', '[Service]\nUser=web\n')),
    expect: {},
    facts: ['accounts.unit-users', 'selinux.labels', 'systemd.exposure', 'systemd.unit-files', 'systemd.units'],
  },
];
