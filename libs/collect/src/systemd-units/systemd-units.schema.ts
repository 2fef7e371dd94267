import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const place = { file: string('Path of the unit file or drop-in'), line: integer('First of its lines') };

const ENABLEMENTS = [
  ...(['enabled', 'enabled-runtime', 'linked', 'linked-runtime', 'alias', 'masked', 'masked-runtime'] as const),
  ...(['static', 'disabled', 'indirect', 'generated', 'transient', 'bad'] as const),
] as const;

const command = object({
  key: oneOf(['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost', 'ExecReload', 'ExecStopPre', 'ExecStop', 'ExecStopPost'], 'When it runs'),
  program: string('Absolute path, or a name that is looked for in the folders for programs; specifiers replaced where the image decides them'),
  state: oneOf(
    ['present', 'not-executable', 'missing', 'elsewhere', 'open'],
    'The program on ROOT; elsewhere: below a folder that other filesystems hide on a node; open: its path has specifiers that only the node decides',
  ),
  executable: optional(string('Of one that is present: normalised path of the file, links followed')),
  arguments: array(string('Argument, variables as written'), 'Behind the program; none where one looks like a secret'),
  privileges: oneOf(['unit', 'full', 'no-setuid', 'ambient'], "Whether the unit's restrictions hold: full is +, no-setuid !, ambient !!"),
  ignoreFailure: boolean('- before it: that it fails does not matter'),
  ...place,
});

const listener = object({
  type: oneOf(['stream', 'datagram', 'sequential-packet', 'fifo', 'netlink', 'special', 'message-queue', 'usb-function'], 'Kind of Listen…='),
  family: oneOf(['unix', 'abstract', 'ip', 'vsock', 'netlink', 'path'], 'Kind of address'),
  address: string('Path, @name, port, address with port, or vsock:cid:port'),
  ...place,
});

const trigger = object({ on: string('OnCalendar, OnBootSec …; PathExists, PathChanged …'), value: string('Time, or path'), ...place });

const mount = object({
  what: optional(string('Device, folder or word')),
  where: string('Path'),
  type: string('Type of filesystem; auto when the unit does not say'),
  options: array(string('Option'), 'In order'),
});

const setting = object({
  section: string('Section without brackets'),
  key: string('Key'),
  value: string('As written, with specifiers and quotes; empty: what was set before is forgotten. Empty too where it is redacted'),
  redacted: boolean('The value looks like a secret'),
  ...place,
});

const unit = object({
  name: string('Main name'),
  type: oneOf(['service', 'socket', 'target', 'device', 'mount', 'automount', 'swap', 'timer', 'path', 'slice', 'scope'], 'Type'),
  template: boolean('A template: only instances of it are started'),
  loadState: oneOf(['loaded', 'masked', 'not-found', 'bad-setting', 'error'], 'As systemctl has it; only what is loaded can start'),
  reason: optional(string('Why it is not loaded')),
  path: optional(string('Its file; units that systemd makes itself have none')),
  instanceOf: optional(string('The template that it is an instance of')),
  aliases: array(string('Name'), 'Other names'),
  dropIns: array(string('Path'), 'Drop-ins in the order in which they count'),
  enablement: optional(oneOf(ENABLEMENTS, "As systemctl is-enabled has it after a node's first start; absent when there is no file of this name")),
  started: boolean('The start of a node starts it'),
  stage: optional(integer('The stage of systemd.boot that starts it first, from 0')),
  startedBy: optional(string('The unit that pulls it in there')),
  triggeredBy: array(string('Name'), 'Started sockets, timers, paths and automounts that start it when something happens'),
  user: optional(string('User= of a service; root when absent')),
  commands: array(command, 'What it runs'),
  listeners: array(listener, 'What a socket listens on'),
  triggers: array(trigger, 'When a timer goes off; what a path unit watches'),
  mount: optional(mount),
  settings: array(setting, 'Every assignment in the order in which it counts, but for Description= and Documentation='),
});

const problem = object({
  kind: oneOf(
    ['unknown-section', 'unknown-key', 'outside-section', 'no-assignment', 'rest-ignored'],
    'What systemd reports of a line and goes on without; rest-ignored: it gives up the rest of the file',
  ),
  text: string('The section, key or line; why the rest is ignored'),
  ...place,
});

const schema = object({
  release: optional(integer('Release of systemd by its libraries; where it is absent the rules of 252 are taken')),
  folders: array(string('Path'), 'Search folders on ROOT, the one that counts first first'),
  hiddenFolders: array(string('Path'), 'Search folders on ROOT with something in them that a node never sees, as it makes /etc and /run anew at every start'),
  units: list(unit, 'Units with a file and those that a start of the node starts, by name; at most 5000'),
  problems: list(problem, 'Lines of unit files that systemd skips, by file; at most 5000'),
  refusedLinks: array(object({ path: string('Link'), target: string('Target'), reason: string('Why') }), 'Links that systemd takes for no unit; at most 1000'),
  orphans: array(object({ folder: string('Path'), unit: string('Name') }), 'Folders with drop-ins or links for a unit that does not exist; at most 1000'),
});

export type SystemdUnits = Infer<typeof schema>;

export const systemdUnits = declareFact<SystemdUnits>({
  name: 'systemd.units',
  summary: 'Units as systemd loads them from ROOT: settings, programs, sockets, mounts, and whether a node starts them',
  scope: 'bank',
  schema,
});
