import type { ControlStatus, Verdict } from '@staticfire/findings';
import { expect, it } from 'vitest';
import { aggregateStatus } from './aggregate-status.ts';

it.each<[string, readonly Verdict[], boolean, ControlStatus]>([
  ['all pass', ['pass', 'pass'], false, 'pass'],
  ['a failure among passes', ['pass', 'fail'], false, 'fail'],
  ['a failure beside an unknown', ['unknown', 'fail'], false, 'fail'],
  ['a failure although a part is open', ['fail'], true, 'fail'],
  ['an unknown among passes', ['pass', 'unknown'], false, 'unknown'],
  ['an unknown although a part is open', ['unknown', 'pass'], true, 'unknown'],
  ['an unknown beside one that does not apply', ['not-applicable', 'unknown'], false, 'unknown'],
  ['passes that leave a part open', ['pass'], true, 'partial'],
  ['rules that do not apply and leave a part open', ['not-applicable'], true, 'partial'],
  ['only rules that do not apply', ['not-applicable', 'not-applicable'], false, 'not-applicable'],
  ['a pass beside one that does not apply', ['not-applicable', 'pass'], false, 'pass'],
  ['no rule that was judged', [], true, 'partial'],
  ['no rule at all is no pass', [], false, 'partial'],
])('%s', (_, verdicts, partly, expected) => {
  expect(aggregateStatus(verdicts, partly)).toBe(expected);
});
