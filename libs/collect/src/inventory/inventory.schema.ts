import { boolean, declareFact, type Infer, integer, list, object, string } from '@staticfire/facts';

const entry = object({
  name: string('Name'),
  version: string('Version'),
  release: string('Release'),
  epoch: string('Epoch'),
  publisher: string('Publisher: the kit it came from'),
  architecture: string('Architecture'),
  sourcePackage: boolean('Stands for the source of other packages'),
});

const schema = object({
  path: string('Where it was read'),
  entries: integer('Entries of both kinds'),
  sourcePackages: integer('Entries that are source packages'),
  packages: list(entry, 'In the order of the file, at most 10 000'),
});

export type Inventory = Infer<typeof schema>;

export const inventory = declareFact<Inventory>({
  name: 'identity.inventory',
  summary: 'The packages that the image says it is made of: application-inventory.json',
  scope: 'bank',
  schema,
});
