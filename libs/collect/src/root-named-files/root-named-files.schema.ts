import { declareFact, type Infer, integer, list, object, oneOf, string } from '@staticfire/facts';

export const namedFileKinds = [
  'hmac',
  'kernel-development',
  'container-image',
  'fips-program',
  'fips-check',
  'cis-check',
  'audit-rules',
  'crash-tool',
] as const;

const file = object({
  path: string('Normalised path'),
  kind: oneOf(namedFileKinds, 'What its name says it is'),
  type: oneOf(['file', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  size: integer('Bytes'),
});

const schema = object({ files: list(file, 'In the order of the walk; at most 10 000') });

export type RootNamedFiles = Infer<typeof schema>;

export const rootNamedFiles = declareFact<RootNamedFiles>({
  name: 'root.named-files',
  summary: 'Files on ROOT that controls ask for by their names and places',
  scope: 'bank',
  schema,
});
