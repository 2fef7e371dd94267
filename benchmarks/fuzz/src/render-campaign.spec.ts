import { expect, it } from 'vitest';
import type { CampaignRow } from './campaign-row.ts';
import { renderCampaign } from './render-campaign.ts';

const row: CampaignRow = {
  ...{ decoder: 'gpt', suite: 'a.fuzz.spec.ts', seeds: ['a|b', 'c'], executions: 1_234_567, seconds: 90, peakMib: 120, open: [], seed: 7 },
  targets: [{ target: 'one', executions: 1_234_567, seconds: 90 }],
  coverage: { lines: { covered: 199, total: 200 }, branches: { covered: 0, total: 0 } },
  ...{ date: '2026-11-26', commit: 'abcdef0' },
};

it('a row says what was reached, rounded down', () => {
  expect(renderCampaign([row]).split('\n').at(-2)).toBe('| gpt | a\\|b, c | 1 | 1 234 567 | 1.5 | 99 % | none | 120 MiB | 0 | 2026-11-26 | abcdef0 |');
});

it('what is open follows, as it was told', () => {
  expect(renderCampaign([{ ...row, open: ['one: Error\nagain'] }])).toMatch(/\| 1 \| 2026-11-26 \| abcdef0 \|\n\n## Open: gpt\n\n {4}one: Error\n {4}again\n$/);
});
