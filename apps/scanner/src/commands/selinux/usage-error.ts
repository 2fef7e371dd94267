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
  if (!(error instanceof UnknownSymbolError)) return error;
  return unknownName(error.kind, error.symbol, CANDIDATES[error.kind]?.(policy) ?? []);
}

/** `there is no class fil; did you mean file?` */
export async function unknownName(kind: string, name: string, candidates: Iterable<string>): Promise<UsageError> {
  const { describeUnknown } = await import('@staticfire/evaluate/packs');
  return new UsageError(describeUnknown(kind, name, new Set(candidates)));
}
