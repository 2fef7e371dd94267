import type { SelinuxPolicyHeader } from '@staticfire/read/formats/selinux-policy';
import { EmptyAssertionError } from '../assertion-errors.ts';
import { kindSchema, namesSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** What the policy is as a whole. */
export interface PropertyAssertion extends Leniency {
  readonly assert: 'property';
  /** Both inclusive. */
  readonly version?: { readonly min?: number; readonly max?: number };
  readonly mls?: boolean;
  readonly handle_unknown?: SelinuxPolicyHeader['handleUnknown'];
  /** Policy capabilities by name. */
  readonly polcaps?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  readonly booleans?: 'none';
  readonly typebounds?: 'none';
  /** All users that there are. */
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
}

const bound = { title: 'a policy version', type: 'integer', minimum: 1 } as const;

export const propertySchema = kindSchema(
  'property',
  {
    version: { title: 'versions of the binary format', type: 'object', properties: { min: bound, max: bound }, additionalProperties: false, minProperties: 1 },
    mls: { title: 'whether the policy has levels', type: 'boolean' },
    handle_unknown: { title: 'what happens to permissions that only the kernel knows', enum: ['deny', 'reject', 'allow'] },
    polcaps: {
      title: 'policy capabilities',
      type: 'object',
      properties: { include: namesSchema('capabilities that it has'), exclude: namesSchema('capabilities that it has not') },
      additionalProperties: false,
      minProperties: 1,
    },
    booleans: { title: 'no booleans', const: 'none' },
    typebounds: { title: 'no types that bound others', const: 'none' },
    users: namesSchema('all users'),
    roles: namesSchema('all roles'),
  },
  [],
);

type Check = (scope: AssertionScope, assertion: PropertyAssertion) => readonly string[];

/** What is wrong with each property that an assertion states. */
const CHECKS: Readonly<Record<string, Check>> = {
  version: ({ policy }, { version: { min = 0, max = Number.POSITIVE_INFINITY } = {} }) => {
    const { version } = policy.header;
    if (version < min) return [`it is ${version}, at least ${min} is expected`];
    return version > max ? [`it is ${version}, at most ${max} is expected`] : [];
  },
  mls: ({ policy }, { mls }) => unequal(policy.header.mls, mls),
  handle_unknown: ({ policy }, assertion) => unequal(policy.header.handleUnknown, assertion.handle_unknown),
  polcaps: ({ policy }, { polcaps: { include = [], exclude = [] } = {} }) => {
    const has = new Set(policy.header.capabilities);
    return [
      ...include.filter((name) => !has.has(name)).map((name) => `${name} is off`),
      ...exclude.filter((name) => has.has(name)).map((name) => `${name} is on`),
    ];
  },
  booleans: ({ policy }) => policy.booleans.records.map(({ name }) => `there is ${name}`),
  typebounds: ({ policy }) => policy.types.records.filter(({ bounds }) => bounds !== 0).map(({ name }) => `${name} is bounded`),
  users: ({ policy }, { users = [] }) => differing(policy.users.records, users),
  roles: ({ policy }, { roles = [] }) => differing(policy.roles.records, roles),
};

export function decideProperty(scope: AssertionScope, assertion: PropertyAssertion): ViolationDraft[] {
  const stated = Object.keys(CHECKS).filter((property) => assertion[property as keyof PropertyAssertion] !== undefined);
  if (stated.length === 0) throw new EmptyAssertionError('property', 'it says nothing');
  return stated.flatMap((subject) => CHECKS[subject]!(scope, assertion).map((message) => ({ subject, message })));
}

function unequal(found: unknown, expected: unknown): string[] {
  return found === expected ? [] : [`it is ${found}, ${expected} is expected`];
}

function differing(records: readonly { readonly name: string }[], expected: readonly string[]): string[] {
  const found = new Set(records.map(({ name }) => name));
  const wanted = new Set(expected);
  return [...[...found.difference(wanted)].map((name) => `there is ${name}`), ...[...wanted.difference(found)].map((name) => `there is no ${name}`)];
}
