import { declareFact, type Infer, list, object, oneOf, string } from '@staticfire/facts';
import { secretPlace, textCoverage } from '../evidence/secret-schemas.ts';

const secret = object({ partition: oneOf(['ROOT', 'BOOT'], 'Partition'), path: string('Normalised path'), ...secretPlace });

const schema = object({
  secrets: list(
    secret,
    'Keys, tokens and passwords, files that could not be read, and the first of those that were not looked at, in the order of the walk; at most 100',
  ),
  coverage: textCoverage,
});

export type SecretsFiles = Infer<typeof schema>;

export const secretsFiles = declareFact<SecretsFiles>({
  name: 'secrets.files',
  summary: 'Keys, tokens and passwords in text files of ROOT and BOOT',
  scope: 'bank',
  schema,
});
