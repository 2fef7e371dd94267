import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** Names of the permissions of an access vector of a class, sorted by code unit. */
export function permissionNames({ classes }: SelinuxPolicy, tclass: number, vector: number): string[] {
  const names = classes.at(tclass)!.permissionNames.filter((name, bit): name is string => name !== undefined && ((vector >>> bit) & 1) === 1);
  return names.sort();
}
