import { array, declareFact, type Infer, object, optional, string } from '@staticfire/facts';

const parameter = object({
  name: string('Before the first ='),
  value: optional(string('After the first =, without quotes; absent when there is no =')),
});

const schema = object({
  text: string('The whole command line of the default entry'),
  parameters: array(parameter, 'For the kernel, in order'),
  initArguments: array(string('Argument'), 'After --, for init'),
});

export type BootCommandLine = Infer<typeof schema>;

export const bootCommandLine = declareFact<BootCommandLine>({
  name: 'boot.command-line',
  summary: 'The kernel command line that the default entry passes',
  scope: 'bank',
  schema,
});
