import { declareFact, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const module = object({
  name: string('Name of its folder'),
  priority: integer('1 to 999; of modules with one name that of the highest priority counts'),
  path: string('Path of its text'),
  size: integer('Bytes'),
  sha256: string('SHA-256 of its text'),
  language: optional(string('What lang_ext says it was written in, always cil; absent: there is no such file')),
});

const schema = object({
  policyType: string('Name of the policy, which SELINUXTYPE names'),
  folder: string('Path of the folder that has one for each priority'),
  modules: list(module, 'By priority and name; at most 256, of 1 MiB each and 4 MiB together'),
});

export type SelinuxModules = Infer<typeof schema>;

export const selinuxModules = declareFact<SelinuxModules>({
  name: 'selinux.modules',
  summary: 'CIL modules on ROOT from which the configured SELinux policy is made',
  scope: 'bank',
  schema,
});
