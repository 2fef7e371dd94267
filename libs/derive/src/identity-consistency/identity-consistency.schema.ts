import { boolean, declareFact, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const comparison = object({
  sbom: string('Path of the SBOM'),
  inventoryPackages: integer('Packages of the inventory, source packages left out'),
  missing: integer('Those that the SBOM does not name'),
  versionsDiffering: integer('Those that the SBOM names with other versions only'),
});

const difference = object({
  sbom: string('Path of the SBOM'),
  name: string('Package'),
  what: string('missing: the SBOM does not name it; version: it gives other versions only'),
  inventory: string('Version and release in the inventory'),
  found: optional(string('Versions in the SBOM')),
});

const pair = object({
  left: string('Path of one SBOM'),
  right: string('Path of the other'),
  same: boolean('Both name the same packages'),
  onlyLeft: integer('Names that only the one has'),
  onlyRight: integer('Names that only the other has'),
  example: optional(string('The first name that only one has')),
});

const statement = object({
  sbom: string('Path of the SBOM'),
  name: optional(string('What it describes')),
  version: optional(string('Version of what it describes')),
  namesVariant: boolean('VARIANT_ID stands in the name'),
  versionMatches: optional(boolean('The version is VERSION_ID, perhaps with BUILD_ID; absent when it states none')),
});

const duplicate = object({ name: string('Package'), count: integer('How often the inventory lists it with one version, release, epoch and architecture') });

const schema = object({
  comparisons: list(comparison, 'The inventory against each SBOM; an unreadable element when there may be more'),
  differences: list(difference, 'What the comparisons found, at most 1000'),
  sbomPairs: list(pair, 'SBOMs against each other'),
  statements: list(statement, 'What each SBOM says it describes, beside os-release'),
  duplicates: list(duplicate, 'Entries that the inventory gives twice'),
});

export type IdentityConsistency = Infer<typeof schema>;

export const identityConsistency = declareFact<IdentityConsistency>({
  name: 'identity.consistency',
  summary: 'Whether inventory, SBOMs and os-release tell of the same packages and the same release',
  scope: 'bank',
  schema,
});
