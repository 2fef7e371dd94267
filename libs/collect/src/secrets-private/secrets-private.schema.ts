import { declareFact, type Infer, list, object, string } from '@staticfire/facts';
import { secretPlace, textCoverage } from '../evidence/secret-schemas.ts';

const secret = object({ path: string('Path on PRIVATE'), ...secretPlace });

const schema = object({
  secrets: list(
    secret,
    'Keys, tokens and passwords, files that could not be read, and the first of those that were not looked at, in the order of the walk; at most 100',
  ),
  coverage: textCoverage,
});

export type SecretsPrivate = Infer<typeof schema>;

export const secretsPrivate = declareFact<SecretsPrivate>({
  name: 'secrets.private',
  summary: 'Keys, tokens and passwords in files of PRIVATE, binary ones too',
  scope: 'disk',
  schema,
});
