import { contextText } from '@staticfire/analyze/selinux';
import { LimitError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { defineBankCollector } from '../collector.ts';
import type { LoadedPolicy } from '../evidence/read-selinux-policy.ts';
import { type SelinuxPolicyFact, selinuxPolicy } from './selinux-policy.schema.ts';
import { statementCounts } from './statement-counts.ts';

const MAX_LISTED = 10_000;
/** Characters of one list as JSON; the facts document as a whole is to stay below 10 MB. */
const MAX_LENGTH = 512 * 1024;
/** fs_use by its number. */
const BEHAVIOURS = { 1: 'xattr', 2: 'trans', 3: 'task' } as const;

export const collectSelinuxPolicy = defineBankCollector({
  fact: selinuxPolicy,
  reads: ['selinuxPolicy'],
  collect({ selinuxPolicy: read }, sources): SelinuxPolicyFact | undefined {
    const loaded = read(sources);
    if (loaded === undefined) return undefined;
    sources.keep(loaded.bytes, loaded.sha256);
    return describePolicy(loaded);
  },
});

function describePolicy({ policy, path, policyType, bytes, sha256 }: LoadedPolicy): SelinuxPolicyFact {
  const { version, mls, handleUnknown, capabilities, permissiveTypes } = policy.header;
  const typeNames = (values: readonly number[]) => values.map((value) => policy.types.nameOf(value)).sort();
  const lists = {
    capabilities: [...capabilities].sort(),
    types: namesOf(policy, false),
    attributes: namesOf(policy, true),
    permissiveTypes: typeNames(permissiveTypes),
    neverAuditTypes: typeNames(policy.neverAuditTypes),
    booleans: policy.booleans.records.map(({ name, state }) => ({ name, default: state !== 0 })).sort((one, other) => compare(one.name, other.name)),
    initialSids: initialSids(policy),
    fileSystemUses: fileSystemUses(policy),
    genericFileSystems: genericFileSystems(policy),
  };
  for (const [field, list] of Object.entries(lists)) checkLength(path, field, list);
  return { path, policyType, size: bytes.length, sha256, version, mls, handleUnknown, counts: statementCounts(policy), ...lists };
}

function namesOf({ types }: SelinuxPolicy, attributes: boolean): string[] {
  return types.records.flatMap(({ name, isAlias, isAttribute }) => (!isAlias && isAttribute === attributes ? [name] : [])).sort();
}

function initialSids(policy: SelinuxPolicy): SelinuxPolicyFact['initialSids'] {
  const sids = policy.objectContexts.initialSids.map(({ sid, name, context }) => {
    return { sid, ...(name === undefined ? {} : { name }), context: contextText(context, policy) };
  });
  return sids.sort((one, other) => one.sid - other.sid);
}

function fileSystemUses(policy: SelinuxPolicy): SelinuxPolicyFact['fileSystemUses'] {
  const uses = policy.objectContexts.fsUses.map(({ behaviour, name, context }) => {
    return { fileSystem: name, behaviour: BEHAVIOURS[behaviour as keyof typeof BEHAVIOURS], context: contextText(context, policy) };
  });
  return uses.sort((one, other) => compare(one.fileSystem, other.fileSystem));
}

function genericFileSystems(policy: SelinuxPolicy): SelinuxPolicyFact['genericFileSystems'] {
  const entries = policy.genfs.map(({ fileSystem, path, tclass, context }) => {
    return { fileSystem, path, ...(tclass === 0 ? {} : { class: policy.classes.nameOf(tclass) }), context: contextText(context, policy) };
  });
  return entries.sort(
    (one, other) => compare(one.fileSystem, other.fileSystem) || compare(one.path, other.path) || compare(one.class ?? '', other.class ?? ''),
  );
}

function checkLength(path: string, field: string, list: readonly unknown[]): void {
  if (list.length <= MAX_LISTED && JSON.stringify(list).length <= MAX_LENGTH) return;
  throw new LimitError({ structure: path, field, message: `more than ${MAX_LISTED} entries, or more than ${MAX_LENGTH} characters of them` });
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
