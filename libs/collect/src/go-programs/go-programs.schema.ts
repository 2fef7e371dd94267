import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const version = { path: string('Import path'), version: string('(devel) where it was built from a checkout') };
const dependency = object({ ...version, replacedBy: optional(object(version, 'What was built in its place')) });
const setting = object({
  key: string('-tags, CGO_ENABLED, GOEXPERIMENT, GOFIPS140, DefaultGODEBUG, vcs.revision, …'),
  value: string('Value; longer ones end in …'),
});

const program = object({
  path: string('Normalised path'),
  goVersion: optional(string('go1.24.2, perhaps with experiments behind it; absent where the build left it out')),
  package: optional(string('Import path of the main package')),
  module: optional(object(version, 'The main module')),
  settings: array(setting, 'Of the build, in the order of the file'),
  dependencies: array(dependency, 'Modules that were built in, at most 500'),
  dependencyCount: integer('Modules that were built in'),
  fipsModule: optional(
    oneOf(
      ['matches', 'differs', 'unsigned', 'unresolved'],
      "What the program's own check of Go's cryptographic module finds in FIPS mode: code and data are as they were linked, or not; no checksum; addresses that are not loaded. That there is one does not say that FIPS mode is on",
    ),
  ),
});

const schema = object({
  programs: list(program, 'Programs of the Go toolchain, in the order of the walk; at most 2 000'),
});

export type GoPrograms = Infer<typeof schema>;
export type GoProgramFact = Infer<typeof program>;

export const goPrograms = declareFact<GoPrograms>({
  name: 'go.programs',
  summary: 'Go programs on ROOT, and how they were built',
  scope: 'bank',
  schema,
});
