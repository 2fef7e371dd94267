import { findTableProblems } from '@staticfire/analyze/selinux/file-contexts';
import { defineBankCollector } from '../collector.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type SelinuxFileContexts, selinuxFileContexts } from './selinux-file-contexts.schema.ts';

const MAX_PROBLEMS = 100;

export const collectSelinuxFileContexts = defineBankCollector({
  fact: selinuxFileContexts,
  reads: ['fileContexts'],
  collect({ fileContexts }, sources): SelinuxFileContexts | undefined {
    const loaded = fileContexts(sources);
    if (loaded === undefined) return undefined;
    const { policyType, tables, tableFiles, aliasFiles } = loaded;
    return { policyType, tables: tableFiles, aliases: aliasFiles, problems: findTableProblems(tables, MAX_PROBLEMS).map(toFailure) };
  },
});
