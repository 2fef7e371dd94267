import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const user = object({
  user: string('Name or number, as User= has it'),
  state: oneOf(
    ['present', 'missing', 'dynamic', 'open'],
    'An account of a node; none, so that the units cannot start; made by DynamicUser= for as long as the unit runs; open: only the node decides, by specifiers or other services than files',
  ),
  uid: optional(integer('Number of the account')),
  units: array(string('Unit'), 'Loaded services with this User=, sorted'),
});

const schema = object({ users: list(user, 'By name; at most 1000') });

export type AccountsUnitUsers = Infer<typeof schema>;

export const accountsUnitUsers = declareFact<AccountsUnitUsers>({
  name: 'accounts.unit-users',
  summary: 'Users that services run as, and whether a node has them',
  scope: 'bank',
  schema,
});
