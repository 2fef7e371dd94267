import type { FileContextTables } from '@staticfire/analyze/selinux/file-contexts';
import { BoundedList } from '../evidence/bounded-list.ts';
import type { LoadedPolicy } from '../evidence/read-selinux-policy.ts';
import { ContextKnowledge } from '../selinux-files/context-knowledge.ts';
import type { SelinuxFileContexts } from './selinux-file-contexts.schema.ts';

const MAX_LISTED = 1000;

type Listed = NonNullable<SelinuxFileContexts['unknownContexts']>;
type Unknown = Exclude<Listed[number], { readonly $unreadable: unknown }>;

/** The lines of all tables whose context the policy does not know. More than 1000 different contexts are a LimitError. */
export function unknownContexts({ files }: FileContextTables, { policy }: LoadedPolicy): Listed {
  const unknown = new BoundedList<Unknown>(MAX_LISTED, 'unknown contexts');
  for (const { path, specs } of files) {
    const knowledge = new ContextKnowledge(policy, path);
    for (const { line, context } of specs) if (context !== undefined && !knowledge.isValid(context)) unknown.add({ table: path, line, context });
  }
  return unknown.elements;
}
