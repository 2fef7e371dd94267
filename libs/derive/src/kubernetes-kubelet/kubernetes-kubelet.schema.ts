import { declareFact, integer, list, map, object, oneOf, optional, type PartialObject, partialObject, string } from '@staticfire/facts';
import { valuesSchema } from '../rendered-files/document-values.ts';
import { unitSummary, writtenFile } from '../rendered-files/written-file.ts';

export const kubeletRoles = [
  ...(['drop-in', 'environment', 'config', 'kubeconfig', 'bootstrap-kubeconfig', 'client-ca'] as const),
  ...(['server-certificate', 'server-key', 'credential-provider'] as const),
] as const;

const version = object({
  version: string('1.31.0'),
  from: oneOf(['inventory', 'program'], 'The inventory of packages, or what the linker was told for the program'),
  package: optional(string('The package of the inventory that says so')),
});

const flag = object({ value: string('Value; true for one that has none'), file: string('The template, or unit file'), line: integer('Line') });

const renderedFile = object({ role: oneOf(kubeletRoles, 'What kubelet or its unit takes it for'), ...writtenFile });

const clientCa = object({
  state: oneOf(['given', 'empty'], 'Whether the file with the authorities that kubelet trusts clients by has something in it'),
  file: string('The template'),
  path: string('Where a node writes it'),
});

export const kubernetesKubelet = declareFact<PartialObject>({
  name: 'kubernetes.kubelet',
  summary: 'The kubelet of a node as it will run: its command line, its configuration rendered from templates, and the files that it reads',
  scope: 'bank',
  changedByUserData: true,
  schema: partialObject(
    {
      unit: unitSummary,
      version,
      program: string('The program that the unit runs in the end'),
      flags: map(flag, 'Options of the command line by name, without hyphens'),
      config: valuesSchema('KubeletConfiguration by path: authentication.anonymous.enabled'),
      kubeconfig: valuesSchema('How kubelet reaches the cluster, by path: users[0].user.exec.command'),
      bootstrapKubeconfig: valuesSchema('The same until it has a certificate of its own'),
      credentialProvider: valuesSchema('CredentialProviderConfig by path'),
      clientCa,
      files: list(renderedFile, 'The files that a node writes for kubelet, by role'),
    },
    'What is not known of it is among $unreadableFields; what it does not have is missing',
  ),
});
