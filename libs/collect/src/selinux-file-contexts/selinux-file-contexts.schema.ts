import { array, declareFact, failureSchema, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const file = (entries: string) => object({ path: string('Path'), size: integer('Bytes'), sha256: string('SHA-256 of the file'), entries: integer(entries) });

const schema = object({
  policyType: string('Name of the folder, which SELINUXTYPE names'),
  tables: array(file('Specs: lines that say something'), 'file_contexts, and .homedirs and .local where they exist; of later ones the specs count more'),
  aliases: array(file('Aliases: lines that say something'), 'file_contexts.subs and .subs_dist where they exist'),
  problems: array(
    failureSchema,
    'Specs that cannot be tried on a path, with file and line, at most 100; labels are unreadable while there is one that a path needs',
  ),
  unknownContexts: optional(
    list(
      object({ table: string('Path of the table'), line: integer('Its number'), context: string('Security context as written') }),
      'Lines with a context that the policy does not know, at most 1000; absent without a policy',
    ),
  ),
});

export type SelinuxFileContexts = Infer<typeof schema>;

export const selinuxFileContexts = declareFact<SelinuxFileContexts>({
  name: 'selinux.file-contexts',
  summary: 'The tables that say which label each path has, of the SELinux policy that the image configures',
  scope: 'bank',
  schema,
});
