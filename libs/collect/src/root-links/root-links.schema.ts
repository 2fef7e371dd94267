import { declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const link = object({
  path: string('Normalised path of the link'),
  target: string('As it is stored'),
  leadsTo: oneOf(
    ['nothing', 'mount', 'loop'],
    'nothing: no such name on ROOT; mount: below a folder that a node mounts something over; loop: more than 40 links',
  ),
  stopsAt: optional(string('Normalised path at which it leaves what ROOT has')),
});

const special = object({
  path: string('Normalised path'),
  type: oneOf(['char-device', 'block-device', 'fifo', 'socket'], 'Type'),
});

const schema = object({
  links: list(link, 'Links that lead to nothing on ROOT, in the order of the walk; at most 10 000'),
  specials: list(special, 'Names that are no file, folder or link; at most 1000'),
});

export type RootLinks = Infer<typeof schema>;

export const rootLinks = declareFact<RootLinks>({
  name: 'root.links',
  summary: 'Links on ROOT that lead out of it or to nothing, and device nodes, sockets and pipes',
  scope: 'bank',
  schema,
});
