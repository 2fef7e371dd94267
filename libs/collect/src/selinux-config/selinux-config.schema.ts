import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const config = object({
  path: string('Path'),
  mode: optional(oneOf(['enforcing', 'permissive', 'disabled'], 'SELINUX, as libselinux takes it; absent when no line says')),
  policyType: optional(string('SELINUXTYPE: the folder of the policy')),
  lines: array(object({ line: integer('Line'), text: string('Text') }), 'Every line that is neither blank nor a comment'),
});

const schema = object({
  configs: list(config, '/etc/selinux/config, which init reads, and the copy under /usr/share/factory when that is another file'),
});

export type SelinuxConfigs = Infer<typeof schema>;

export const selinuxConfig = declareFact<SelinuxConfigs>({
  name: 'selinux.config',
  summary: 'SELinux mode and policy that the image configures',
  scope: 'bank',
  schema,
});
