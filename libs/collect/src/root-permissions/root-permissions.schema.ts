import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const grant = object(
  {
    effective: boolean('In force at once; without it the program has to ask for them'),
    permitted: array(string('cap_net_raw, or a number without a name'), 'What the program gets'),
    inheritable: array(string('The same'), 'What a process that starts it may keep'),
    rootId: optional(integer('User who is root in the user namespaces where it holds; absent: everywhere')),
  },
  'File capabilities',
);

const file = object({
  path: string('Normalised path'),
  type: oneOf(['file', 'directory', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  mode: string('Permission bits with setuid, setgid and sticky, four octal digits'),
  uid: integer('Owner'),
  gid: integer('Group'),
  setuid: boolean('Set-user-ID bit'),
  setgid: boolean('Set-group-ID bit'),
  sticky: boolean('Sticky bit'),
  worldWritable: boolean('Others may write'),
  capabilities: boolean('Carries security.capability'),
  granted: optional(grant),
});

const schema = object({
  notable: list(file, 'Everything with setuid, setgid, write permission for others, or file capabilities; symlinks left out'),
});

export type RootPermissions = Infer<typeof schema>;
export type NotableFile = Infer<typeof file>;

export const rootPermissions = declareFact<RootPermissions>({
  name: 'root.permissions',
  summary: 'Files on ROOT that give privileges away',
  scope: 'bank',
  schema,
});
