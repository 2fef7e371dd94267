import { boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { toldContext } from '../selinux-files/told-context.schema.ts';

export const contextOptions = ['context', 'fscontext', 'defcontext', 'rootcontext'] as const;

const mount = object({
  unit: string('Name of the mount unit; of drop-ins for several what their folder names: mount, a-.mount'),
  file: string('Path of the unit file or drop-in'),
  line: integer('First line of Options='),
  where: optional(string('Where= of the same file, normalised; absent: the file has none')),
  option: oneOf(contextOptions, 'Option of mount(8): context labels every file of the mount'),
  ...toldContext,
  replaced: boolean('A drop-in that comes later, of this unit or of these, has an Options=, which takes the place of this one'),
});

const schema = object({
  mounts: list(
    mount,
    'Contexts in the last Options= of each mount unit and drop-in, without those that a file of the same name hides; by folder and name; at most 1000',
  ),
});

export type SelinuxMountContexts = Infer<typeof schema>;

export const selinuxMountContexts = declareFact<SelinuxMountContexts>({
  name: 'selinux.mount-contexts',
  summary: 'SELinux contexts that mount units on ROOT give what they mount',
  scope: 'bank',
  schema,
});
