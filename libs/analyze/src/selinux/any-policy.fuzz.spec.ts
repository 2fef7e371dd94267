import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { flips, parseFlipped } from './fixtures/flipped-policy.ts';
import { contextText, type RuleQuery, rangeTransitionText, roleAllowText, roleTransitionText, searchedKinds, searchText } from './index.ts';

const KINDS = Object.keys(searchedKinds) as RuleQuery['kinds'];
const policies = [33, 34, 32].map((version) => writePolicy({ ...smallPolicy, version }));

const damaged = fc.tuple(fc.constantFrom(...policies), flips);

fuzzDecoder('policy-text', ['smallPolicy of versions 32, 33 and 34']).property(
  'whatever the reader takes can be printed',
  damaged,
  ([whole, changes]) => {
    const policy = parseFlipped(whole, changes);
    if (policy === undefined) return 'refused';
    const lines = [searchText(policy, { kinds: KINDS }), roleAllowText(policy, {}), roleTransitionText(policy, {}), rangeTransitionText(policy, {})].flat();
    for (const line of lines) if (line.includes('undefined')) expect(line).not.toContain('undefined');
    for (const { context } of [...policy.genfs, ...policy.objectContexts.initialSids, ...policy.objectContexts.ports]) contextText(context, policy);
    return 'printed';
  },
  { outcomes: ['printed', 'refused'] },
);
