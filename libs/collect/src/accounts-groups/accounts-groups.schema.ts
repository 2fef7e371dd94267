import { passwordStates } from '@staticfire/analyze/accounts';
import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const group = object({
  name: string('Name'),
  gid: integer('Number'),
  members: array(string('Name'), 'Users who are in it beside those whose own group it is, as written'),
  password: oneOf(passwordStates, 'Whether a password lets others in: empty and hash do'),
  scheme: optional(string('How the password is hashed; the hash is never told')),
  administrators: array(string('Name'), 'Users who may change the members, from gshadow'),
  from: oneOf(['sysusers', 'file'], 'systemd-sysusers makes it at boot, or a file has it'),
  onNode: boolean('A running node has it; other files are on the image and do not get into /etc'),
  file: string('File that names it'),
  line: integer('Line'),
});

const duplicate = object({
  what: oneOf(['name', 'gid'], 'What groups of a node share'),
  value: string('The name or the number'),
  names: array(string('Name'), 'Groups that share it'),
});

const schema = object({
  groups: list(group, 'Groups of a node, then those of other group databases on the image; at most 10 000'),
  duplicates: array(duplicate, 'Names and numbers that more than one group of a node has'),
});

export type AccountsGroups = Infer<typeof schema>;
export type GroupFact = Infer<typeof group>;

export const accountsGroups = declareFact<AccountsGroups>({
  name: 'accounts.groups',
  summary: 'Groups that a node has, and who is in them',
  scope: 'bank',
  schema,
});
