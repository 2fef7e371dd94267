import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const unit = object({
  path: string('Path in the folder it was found in'),
  folder: string('Search folder'),
  name: string('File name'),
  kind: oneOf(
    ['unit', 'drop-in', 'wants', 'requires', 'upholds', 'other'],
    'unit file; a .conf in a .d folder; a link in a .wants, .requires or .upholds folder; anything else in a search folder',
  ),
  unitType: optional(string('service, socket, mount, target …; of drop-ins and links that of what they name')),
  of: optional(string('The unit that a drop-in or link belongs to; service.d belongs to all services')),
  type: oneOf(['file', 'symlink', 'directory', 'other'], 'Type'),
  target: optional(string('Target of a symlink')),
  masked: boolean('Empty, or a link to /dev/null'),
  template: boolean('A name with @ and no instance'),
  size: integer('Bytes'),
});

const generator = object({
  path: string('Path'),
  kind: oneOf(['system', 'system-environment'], 'Makes units, or sets the environment of the manager'),
  type: oneOf(['file', 'symlink', 'other'], 'Type'),
  target: optional(string('Target of a symlink')),
  executable: boolean('Someone may execute it; links count'),
});

const schema = object({
  folders: array(string('Path'), 'Search folders that exist on ROOT, the one that counts first first'),
  units: list(unit, 'By folder and name; at most 10 000'),
  generators: list(generator, 'Programs that systemd runs before it reads units'),
});

export type SystemdUnitFiles = Infer<typeof schema>;

export const systemdUnitFiles = declareFact<SystemdUnitFiles>({
  name: 'systemd.unit-files',
  summary: 'Unit files, drop-ins, enabling links and generators on ROOT',
  scope: 'bank',
  schema,
});
