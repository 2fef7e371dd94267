import { declareFact, type Infer, integer, map, object, oneOf, string } from '@staticfire/facts';

export const architectures = ['x86_64', 'i686', 'aarch64', 'riscv64', 'loongarch64'] as const;

const schema = object({
  architecture: oneOf(architectures, 'What the kernel runs on'),
  release: integer('Major number times 100 plus minor number: 612 for 6.12.79'),
  options: map(string('y, m, digits, or a text without quotes'), 'By name without CONFIG_. Options that are off are not there'),
});

export type KernelOptions = Infer<typeof schema>;

export const kernelOptions = declareFact<KernelOptions>({
  name: 'kernel.options',
  summary: 'The options that the kernel is built with, by name, with its release and architecture',
  scope: 'bank',
  schema,
});
