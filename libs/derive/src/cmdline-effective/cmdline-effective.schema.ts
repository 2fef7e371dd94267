import { boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const word = object({
  name: string('Before the first ='),
  key: string('The name with _ for every -: the kernel and systemd take them as one'),
  value: optional(string('After the first =; absent when there is no =')),
  layer: oneOf(['grub.cfg', 'uki', 'bootconfig', 'settings-defaults', 'user-data'], 'Who puts it there'),
  file: string('The file that it stands in'),
  line: optional(integer('Line in that file; absent where the file has no lines')),
  first: optional(boolean('No word with this key stands before it; absent where that cannot be told')),
  last: boolean('No word with this key stands behind it'),
});

const schema = object({
  settingsBoot: oneOf(
    ['none', 'after-reboot', 'inert'],
    'settings.boot: not set; takes the place of bootconfig.data from the second boot on; or nothing reads it',
  ),
  parameters: list(word, 'For the kernel, in order'),
  initArguments: list(word, 'After --, for init, in order'),
});

export type CmdlineEffective = Infer<typeof schema>;

export const cmdlineEffective = declareFact<CmdlineEffective>({
  name: 'cmdline.effective',
  summary: 'The words that kernel and init of a node go by: of grub.cfg or the UKI, and of bootconfig or settings.boot',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
