import { declareFact, list, type PartialObject, partialObject } from '@staticfire/facts';
import { valuesSchema } from '../rendered-files/document-values.ts';
import { unitSummary, writtenFileSchema } from '../rendered-files/written-file.ts';

export const ecsAgent = declareFact<PartialObject>({
  name: 'ecs.agent',
  summary: 'The environment that the agent of Amazon ECS will have: of its unit, of drop-ins on ROOT and of those that a node writes',
  scope: 'bank',
  changedByUserData: true,
  schema: partialObject(
    {
      unit: unitSummary,
      environment: valuesSchema('Variables by name: ECS_PRIVILEGED_DISABLED'),
      files: list(writtenFileSchema, 'The files that a node writes for it, by path'),
    },
    'What is not known of it is among $unreadableFields; what it does not have is missing',
  ),
});
