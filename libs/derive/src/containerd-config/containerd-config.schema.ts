import { declareFact, list, object, type PartialObject, partialObject, string } from '@staticfire/facts';
import { valuesSchema } from '../rendered-files/document-values.ts';
import { unitSummary, writtenFileSchema } from '../rendered-files/written-file.ts';

const imported = object({ path: string('Where a node writes it'), values: valuesSchema('Its values by path') });

export const containerdConfig = declareFact<PartialObject>({
  name: 'containerd.config',
  summary: 'The configuration of the container runtime of a node, rendered from templates, and the specification that its containers start from',
  scope: 'bank',
  changedByUserData: true,
  schema: partialObject(
    {
      unit: unitSummary,
      path: string('The file that containerd reads'),
      config: valuesSchema('By path: plugins."io.containerd.grpc.v1.cri".enable_selinux'),
      imported: list(imported, 'Files that it imports and that a node writes, by path'),
      baseSpec: valuesSchema('The OCI specification that containers of the default runtime start from, by path: process.noNewPrivileges'),
      files: list(writtenFileSchema, 'The files that a node writes for it, by path'),
    },
    'What is not known of it is among $unreadableFields; what it does not have is missing',
  ),
});
