import { settingsModel } from '@staticfire/analyze/settings';
import { declareFact, type PartialObject } from '@staticfire/facts';
import { tableSchema } from './settings-schema.ts';

export const settingsEffective = declareFact<PartialObject>({
  name: 'settings.effective',
  summary: 'The settings of a node: the defaults of the image, over them user data. What a program fills in when the node starts is unreadable',
  scope: 'bank',
  changedByUserData: true,
  schema: tableSchema(settingsModel, 'settings'),
});
