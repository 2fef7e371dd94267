import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { ClassTable } from '../assertion-data.ts';
import { EmptyAssertionError, MissingDataError } from '../assertion-errors.ts';
import { kindSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Every class and permission that the image's kernel asks about is defined, unless the policy allows those that it does not know. */
export interface KernelClassesAssertion extends Leniency {
  readonly assert: 'kernel_classes';
  /** What the kernel asks about, by class; what comes with the image unless given. */
  readonly classes?: ClassTable;
  /** Permissions by class that may be missing; `[]` for whole classes. */
  readonly exempt?: ClassTable;
}

export const kernelClassesSchema = kindSchema(
  'kernel_classes',
  {
    classes: {
      title: 'what the kernel asks about',
      type: 'object',
      additionalProperties: { title: 'permissions of a class', type: 'array', items: { type: 'string', minLength: 1 } },
      minProperties: 1,
    },
    exempt: {
      title: 'permissions that may be missing',
      type: 'object',
      additionalProperties: { title: 'permissions of a class, none for all', type: 'array', items: { type: 'string', minLength: 1 } },
    },
  },
  [],
);

export function decideKernelClasses({ policy, data }: AssertionScope, { classes, exempt = {} }: KernelClassesAssertion): ViolationDraft[] {
  const table = classes ?? data.kernelClasses;
  if (table === undefined) throw new MissingDataError('kernel_classes', "the kernel's classes");
  if (Object.keys(table).length === 0) throw new EmptyAssertionError('classes', 'there are none');
  if (policy.header.handleUnknown === 'allow') return [];
  const exempted = new Map(Object.entries(exempt));
  return Object.entries(table).flatMap(([name, permissions]) => {
    const exemptions = exempted.get(name);
    return exemptions?.length === 0 ? [] : undefinedIn(policy, name, permissions, exemptions ?? []);
  });
}

function undefinedIn({ classes }: SelinuxPolicy, name: string, permissions: readonly string[], exempt: readonly string[]): ViolationDraft[] {
  const tclass = classes.get(name);
  if (tclass === undefined)
    return [{ subject: name, message: 'the policy has no such class, so all of it is denied', class: name, permissions: [...permissions].sort() }];
  const missing = permissions.filter((each) => !tclass.permissionNames.includes(each) && !exempt.includes(each)).sort();
  return missing.length === 0 ? [] : [{ subject: name, message: `the class has no ${missing.join(', ')}, so it is denied`, class: name, permissions: missing }];
}
