import { expect, it } from 'vitest';
import { collectedFacts } from './collected-facts.ts';
import { bankCollectors, diskCollectors, fileCollectors } from './collectors.ts';

it('are what the collectors produce, in their order', () => {
  expect(collectedFacts.map(({ name }) => name)).toEqual([...diskCollectors, ...bankCollectors, ...fileCollectors].map(({ fact }) => fact.name));
});
