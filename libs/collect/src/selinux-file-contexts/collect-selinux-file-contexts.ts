import { findTableProblems } from '@staticfire/analyze/selinux/file-contexts';
import { ReadError } from '@staticfire/read/bytes';
import { defineBankCollector } from '../collector.ts';
import type { LoadedPolicy } from '../evidence/read-selinux-policy.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type SelinuxFileContexts, selinuxFileContexts } from './selinux-file-contexts.schema.ts';
import { unknownContexts } from './unknown-contexts.ts';

const MAX_PROBLEMS = 100;

export const collectSelinuxFileContexts = defineBankCollector({
  fact: selinuxFileContexts,
  reads: ['fileContexts', 'selinuxPolicy'],
  collect({ fileContexts, selinuxPolicy }, sources): SelinuxFileContexts | undefined {
    const contexts = fileContexts(sources);
    if (contexts === undefined) return undefined;
    const { policyType, tables, tableFiles, aliasFiles } = contexts;
    const loaded = attempt(() => selinuxPolicy(sources));
    const unknown = loaded === undefined ? {} : { unknownContexts: unknownContexts(tables, loaded) };
    return { policyType, tables: tableFiles, aliases: aliasFiles, problems: findTableProblems(tables, MAX_PROBLEMS).map(toFailure), ...unknown };
  },
});

/** A policy that cannot be read is told by its own fact; the tables are there without it. */
function attempt(read: () => LoadedPolicy | undefined): LoadedPolicy | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
