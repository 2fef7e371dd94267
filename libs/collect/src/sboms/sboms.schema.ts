import { declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const problem = object({ what: string('What is wrong'), count: integer('How often'), example: string('The first') });

const sbom = object({
  path: string('Where it was read'),
  format: oneOf(['SPDX', 'CycloneDX'], 'Format'),
  specVersion: string('Version of the specification: 2.3, 1.5'),
  name: optional(string('What it describes: document name or metadata.component')),
  version: optional(string('Version of what it describes')),
  serial: optional(string('Document namespace or serial number')),
  packageCount: integer('Packages, those listed twice counted twice'),
  distinctPackages: integer('Distinct pairs of name and version'),
  problems: list(problem, 'Where it contradicts its specification or itself'),
});

const element = object({
  sbom: string('Path of the SBOM'),
  name: string('Name, of CycloneDX with its group'),
  version: optional(string('Version')),
  count: integer('How often it is listed'),
});

const schema = object({
  sboms: list(sbom, 'In the order of their names'),
  packages: list(element, 'By SBOM, name and version; at most 20 000'),
});

export type Sboms = Infer<typeof schema>;

export const sboms = declareFact<Sboms>({
  name: 'identity.sboms',
  summary: 'The software bills of materials in the image',
  scope: 'bank',
  schema,
});
