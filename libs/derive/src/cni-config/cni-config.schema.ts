import { declareFact, integer, list, object, type PartialObject, partialObject, string } from '@staticfire/facts';
import { valuesSchema } from '../rendered-files/document-values.ts';

const folder = object({ path: string('Folder'), file: string('The template that says so'), line: integer('Line of it') });
const configuration = object({
  path: string('Where a node writes it'),
  template: string('What it is rendered from'),
  values: valuesSchema('Its values by path'),
});

export const cniConfig = declareFact<PartialObject>({
  name: 'cni.config',
  summary: 'Where the container runtime of a node looks for network plugins and for what they are to do, and what the image itself puts there',
  scope: 'bank',
  changedByUserData: true,
  schema: partialObject(
    {
      binDir: folder,
      confDir: folder,
      configurations: list(configuration, 'Files in confDir that a node writes from templates; stock images leave them to a pod of the cluster'),
    },
    'What is not known of it is among $unreadableFields; what it does not have is missing',
  ),
});
