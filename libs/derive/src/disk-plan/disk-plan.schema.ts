import { array, boolean, declareFact, type Infer, integer, object, string } from '@staticfire/facts';

const difference = object({
  partition: string('Role and bank, or DISK'),
  what: string('Property that differs'),
  found: string('As found'),
  expected: string('As planned'),
});

const schema = object({
  osImageGib: integer('Size of the OS part of the plan that fits best, GiB'),
  banks: integer('1 or 2'),
  dataLayout: string('split or unified'),
  followsPlan: boolean('No difference'),
  differences: array(difference, 'In partition order'),
});

export type DiskPlan = Infer<typeof schema>;

export const diskPlan = declareFact<DiskPlan>({
  name: 'disk.plan',
  summary: "The partition table against Bottlerocket's partition plans",
  scope: 'disk',
  schema,
});
