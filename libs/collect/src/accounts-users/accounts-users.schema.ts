import { passwordStates } from '@staticfire/analyze/accounts';
import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { loginStates } from '../accounts/login-states.ts';

const user = object({
  name: string('Name'),
  uid: optional(integer('Number; absent where only a shadow file has the name')),
  gid: optional(integer('Number of its own group')),
  home: optional(string('Home directory as written')),
  shell: optional(string('Shell as written; empty stands for /bin/sh')),
  login: oneOf(loginStates, 'no: the shell lets nobody in, as nologin; missing: it is not on ROOT; yes: it starts'),
  password: oneOf(
    passwordStates,
    'empty: everyone gets in; hash: whoever knows it; locked-hash: nobody, but the hash is there; locked: nobody; none: no entry of shadow belongs to it',
  ),
  scheme: optional(string('How the password is hashed; the hash is never told')),
  from: oneOf(['sysusers', 'file'], 'systemd-sysusers makes it at boot, or a file has it'),
  onNode: boolean('A running node has it; other files are on the image and do not get into /etc'),
  file: string('File that names it'),
  line: integer('Line'),
});

const duplicate = object({
  what: oneOf(['name', 'uid'], 'What accounts of a node share'),
  value: string('The name or the number'),
  names: array(string('Name'), 'Accounts that share it'),
});

const schema = object({
  services: array(
    object({ database: string('passwd, group, shadow …'), services: array(string('files, systemd …'), 'In the order in which they are asked') }),
    'nsswitch.conf as a node has it',
  ),
  users: list(user, 'Accounts of a node, then those of other user databases on the image; at most 10 000'),
  duplicates: array(duplicate, 'Names and numbers that more than one account of a node has'),
});

export type AccountsUsers = Infer<typeof schema>;
export type UserFact = Infer<typeof user>;

export const accountsUsers = declareFact<AccountsUsers>({
  name: 'accounts.users',
  summary: 'User accounts that a node has: shells, and whether a password opens them',
  scope: 'bank',
  schema,
});
