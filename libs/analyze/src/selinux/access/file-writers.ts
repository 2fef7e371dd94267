import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { activeBranches } from './active-rules.ts';
import { accessVector } from './decide-access.ts';

/** Permissions that change what a file says. */
const WRITES = ['append', 'write'];

/** The types, sorted, that a rule allows to write or append to files of a type; levels are left out of account. */
export function fileWriters(policy: SelinuxPolicy, type: number): readonly string[] {
  const tclass = policy.classes.get('file');
  if (tclass === undefined) return [];
  const branches = activeBranches(policy, 'any');
  const wanted = tclass.permissionNames.reduce((bits, name, bit) => (name !== undefined && WRITES.includes(name) ? (bits | (1 << bit)) >>> 0 : bits), 0);
  const types = policy.types.records.filter(({ isAttribute }) => !isAttribute);
  return types.flatMap(({ value, name }) => ((accessVector(policy, value, type, tclass.value, branches) & wanted) === 0 ? [] : [name])).sort();
}
