import { UnknownSymbolError } from '@staticfire/analyze/selinux';
import { InvalidContextError } from '@staticfire/analyze/selinux/contexts';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';

type Candidates = (policy: SelinuxPolicy) => readonly string[];

const namesOf = (records: readonly { readonly name: string }[]) => records.map(({ name }) => name);

const CANDIDATES: Readonly<Record<string, Candidates>> = {
  'type or attribute': ({ types }) => namesOf(types.records),
  class: ({ classes }) => namesOf(classes.records),
  permission: ({ classes }) => classes.records.flatMap(({ permissionNames }) => permissionNames.filter((name) => name !== undefined)),
  boolean: ({ booleans }) => namesOf(booleans.records),
  role: ({ roles }) => namesOf(roles.records),
  user: ({ users }) => namesOf(users.records),
  sensitivity: ({ sensitivities }) => namesOf(sensitivities.records),
  category: ({ categories }) => namesOf(categories.records),
};

/** A UsageError of one that means a wrong name or context; other errors as they are. */
export async function toUsageError(error: unknown, policy: SelinuxPolicy): Promise<unknown> {
  if (error instanceof InvalidContextError) return new UsageError(error.message, { cause: error });
  return error instanceof UnknownSymbolError ? new UsageError(await describeUnknownSymbol(error, policy)) : error;
}

/** `there is no class fil; did you mean file?` */
export async function describeUnknownSymbol({ kind, symbol, candidates }: UnknownSymbolError, policy: SelinuxPolicy): Promise<string> {
  return describe(kind, symbol, candidates.length > 0 ? candidates : (CANDIDATES[kind]?.(policy) ?? []));
}

export async function unknownName(kind: string, name: string, candidates: Iterable<string>): Promise<UsageError> {
  return new UsageError(await describe(kind, name, candidates));
}

async function describe(kind: string, name: string, candidates: Iterable<string>): Promise<string> {
  const { describeUnknown } = await import('@staticfire/evaluate/packs');
  return describeUnknown(kind, name, new Set(candidates));
}
