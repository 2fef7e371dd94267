import { UnknownSymbolError } from '@staticfire/analyze/selinux';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';

/** The value of a type or alias. An attribute, which stands for several, is a UsageError. */
export function typeNamed({ types }: SelinuxPolicy, name: string): number {
  const type = types.get(name);
  if (type === undefined) throw new UnknownSymbolError('type or attribute', name);
  if (type.isAttribute) throw new UsageError(`${name} is an attribute; a type is asked for`);
  return type.value;
}
