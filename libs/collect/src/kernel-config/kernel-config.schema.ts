import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const PLACES = ['BOOT', 'kernel-devel', 'IKCONFIG', 'modules', 'kernel-sources'] as const;

const copy = object({
  place: oneOf(
    PLACES,
    'BOOT /config, the kernel-devel tree on ROOT, what the kernel itself carries, config in a folder of modules, or .config below /usr/src/kernels',
  ),
  path: string('The file that holds it'),
  sha256: string('Of the text'),
  architecture: optional(string('From its header')),
  version: optional(string('From its header')),
  options: integer('Options that it names'),
});

const option = object({
  name: string('Without CONFIG_'),
  value: string('y, m, n (also for not set), digits, or a text without quotes'),
  line: integer('Line in the first copy, from 1'),
});

const difference = object({
  name: string('Option, without CONFIG_'),
  place: oneOf(PLACES, 'The copy that differs from the first one'),
  first: string('Value in the first copy; empty when it does not name the option'),
  other: string('Value in the other copy; empty when it does not name the option'),
});

const unread = object({ path: string('Path on ROOT'), why: string('Why it is not read') });

const schema = object({
  copies: list(copy, 'Every copy that was found; the kernel that boots goes by IKCONFIG, which is named first where there is one'),
  notRead: array(unread, 'Copies that are there, but in a form that is not read; nothing is said about them'),
  agree: boolean('All copies that could be read name the same options with the same values'),
  differences: array(difference, 'Options in which a copy differs from the first one, at most 1000'),
  options: list(option, 'Of the first copy, in order. Where the kernel itself could not be read, the first element says so'),
});

export type KernelConfigFact = Infer<typeof schema>;

export const kernelConfig = declareFact<KernelConfigFact>({
  name: 'kernel.config',
  summary: "The kernel's configuration from every copy in the image, and whether they agree",
  scope: 'bank',
  schema,
});
