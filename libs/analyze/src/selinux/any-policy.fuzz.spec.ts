import { smallPolicy, writePolicy } from '@staticfire/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flips, parseTaken } from './fixtures/flipped-policy.ts';
import { contextText, type RuleQuery, rangeTransitionText, roleAllowText, roleTransitionText, searchedKinds, searchText } from './index.ts';

const SEED = 20261125;
const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 1000;
const OPTIONS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false } as const;
const KINDS = Object.keys(searchedKinds) as RuleQuery['kinds'];
const policies = [33, 34, 32].map((version) => writePolicy({ ...smallPolicy, version }));

it('whatever the reader takes can be printed', () => {
  let printed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...policies), flips, (whole, changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const policy = parseTaken(bytes);
      if (policy === undefined) return;
      printed++;
      const lines = [searchText(policy, { kinds: KINDS }), roleAllowText(policy, {}), roleTransitionText(policy, {}), rangeTransitionText(policy, {})].flat();
      for (const line of lines) expect(line).not.toContain('undefined');
      for (const { context } of [...policy.genfs, ...policy.objectContexts.initialSids, ...policy.objectContexts.ports]) contextText(context, policy);
    }),
    OPTIONS,
  );
  expect(printed).toBeGreaterThan(0);
});
